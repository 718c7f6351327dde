import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.ROLLCALL_PUBLIC_ORIGIN ?? 'http://127.0.0.1:7070'

export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows fonts and images from the origin only, so nothing is inlined as a data URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The same origin for page and API, as in production: the session cookie and the forgery checks depend on it.
    proxy: { '/api': server, '/d': server, '/c': server },
  },
})
