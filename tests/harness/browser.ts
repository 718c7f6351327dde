import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#platform/config/package-root.ts'

/** Debian's Chromium, headless, without the background requests that a machine without internet refuses one by one. */
export const browserOptions = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

/** @throws where the admin UI was not built: its pages would then be missing one by one, without saying why. */
export function requireWebBuild(): void {
  if (existsSync(join(packageRoot, 'dist', 'web', 'index.html'))) return
  throw new Error('The admin UI is not built. Run "npm run build" first; "npm test" does so by itself.')
}
