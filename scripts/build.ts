/** Builds `dist/`: the program, and the admin UI in `dist/web`. */
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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
 * Bundles one entry point for Node; what it imports only when it needs it stands beside it. What production installs (dependencies) stays
 * outside; what it does not (devDependencies such as react-email) goes in.
 */
export async function bundleProgram(entry: string, outfile: string): Promise<void> {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'))
  const name = basename(outfile, '.js')
  await forgetParts(dirname(outfile), name)
  await bundle({
    entryPoints: { [name]: entry },
    outdir: dirname(outfile),
    bundle: true,
    // What is imported when it is needed is read then, from files of its own beside this one.
    splitting: true,
    chunkNames: `${name}-[hash]`,
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

/** The parts of an earlier build have other names. */
async function forgetParts(folder: string, name: string): Promise<void> {
  const isPart = new RegExp(`^${name}-[A-Z0-9]{8}\\.js(\\.map)?$`)
  const files = await readdir(folder).catch(() => [])
  await Promise.all(files.filter((file) => isPart.test(file)).map((file) => rm(join(folder, file))))
}

async function buildWeb(): Promise<void> {
  const { build } = await import('vite')
  await build({ logLevel: 'warn' })
}
