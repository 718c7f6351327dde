import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.ROLLCALL_PUBLIC_ORIGIN ?? 'http://127.0.0.1:7070'

export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react(), compressed()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows fonts and images from the origin only, so nothing is inlined as a data URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Counted on the compressed files that are really sent.
    reportCompressedSize: false,
    // What is loaded together is one file: it compresses better than in thirty pieces.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Every visit.
            { name: 'app', tags: ['$initial'], priority: 1 },
            // Everybody who is signed in, with all that the frame draws with. What lists and what opens over a page share is so small that
            // it lies here: neither shall load the other.
            { name: 'frame', test: /[\\/]frame[\\/]frame\.tsx$|[\\/]components[\\/]VisuallyHidden[\\/]/ },
            // Every list of records, without the boxes and switches that forms have too.
            { name: 'boxes', test: /[\\/]components[\\/](Checkbox|InlineInput)[\\/]/, priority: 1 },
            {
              name: 'list',
              test: /[\\/]web[\\/]components[\\/](data-grid[\\/](?!column-(chooser|choices|dialog))|with-panel|side-panel|use-side-panel)/,
            },
            // Forms of records, in one file; the question before leaving is loaded where something was typed, and what only a stored record needs with it.
            {
              name: 'forms',
              test: /[\\/]web[\\/]components[\\/]form[\\/](?!leave-dialog|use-steady|kept-typing|use-focus-kept)/,
            },
            // A file for each would be more name than drawing.
            { name: 'icons', test: /[\\/]icons-react[\\/].*[\\/]Icon[A-Z]/, minShareCount: 3 },
            // Manage and what became of its records.
            { name: 'words', test: /[\\/](subscribers|deployments)[\\/]web[\\/]en\.ts$/ },
          ],
        },
      },
    },
  },
  server: {
    // The same origin for page and API, as in production: the session cookie and the forgery checks depend on it.
    proxy: { '/api': server, '/d': server, '/c': server },
  },
})

/** Lays a `.br` and a `.gz` beside each text asset, once at build time, so that the server spends nothing on compressing. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const texts = Object.values(bundle).filter(({ fileName }) => /\.(js|css|svg)$/.test(fileName))
        await Promise.all(
          texts.map(async (file) => {
            const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
            this.emitFile({
              type: 'asset',
              fileName: `${file.fileName}.br`,
              source: await promisify(brotliCompress)(source),
            })
            this.emitFile({
              type: 'asset',
              fileName: `${file.fileName}.gz`,
              source: await promisify(gzip)(source, { level: 9 }),
            })
          }),
        )
      },
    },
  }
}
