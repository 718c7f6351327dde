/** Builds `dist/`: the program as one file, and the admin UI in `dist/web`. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { forgetBuild, rememberBuild, stampOfSources } from './freshness.ts'

if (import.meta.main) {
  await build().catch((failure: Error) => {
    console.error(failure.message)
    process.exitCode = 1
  })
}

async function build(): Promise<void> {
  process.chdir(join(import.meta.dirname, '..'))
  const startedAt = performance.now()
  const stamp = stampOfSources()
  forgetBuild()
  await Promise.all([bundleProgram('src/cli/main.ts', 'dist/rollcall.js'), buildWeb()])
  rememberBuild(stamp)
  console.log(`Built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
}

/**
 * Bundles one entry point for Node. What production installs (dependencies) stays outside; what it does not
 * (devDependencies such as react-email) goes in.
 */
export async function bundleProgram(entry: string, outfile: string): Promise<void> {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'))
  await bundle({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    jsx: 'automatic',
    sourcemap: true,
    // Without sources: stack traces need names and lines, not another copy of the program.
    sourcesContent: false,
    external: Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).filter(
      (name) => name !== 'react' && name !== 'react-dom',
    ),
    // Outside, React would choose by the environment when it is loaded, and its code for developers is a quarter of what a mail costs.
    define: { 'process.env.NODE_ENV': '"production"' },
    // Packages in CommonJS call `require`, which a module does not have.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

async function buildWeb(): Promise<void> {
  const { build } = await import('vite')
  await build({ logLevel: 'warn' })
}
