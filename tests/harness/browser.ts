import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#platform/config/package-root.ts'

/** What Playwright switches off in every Chromium. The last list given is the only one that counts, and ours is the last. */
const offForPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/** The lists below the address bar: two pages of the browser's own in each window, a third of the computing of a first visit (2.3 s and 1.5 s). */
const offForUs = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

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
    `--disable-features=${[...offForPlaywright, ...offForUs].join(',')}`,
  ],
}

/** The same browser without a window to draw, by which Playwright goes headless as well: a page takes a tenth less of the processor. */
export const testBrowserOptions = { ...browserOptions, executablePath: '/usr/bin/chromium-headless-shell' }

/** @throws where the admin UI was not built: its pages would then be missing one by one, without saying why. */
export function requireWebBuild(): void {
  if (existsSync(join(packageRoot, 'dist', 'web', 'index.html'))) return
  throw new Error('The admin UI is not built. Run "npm run build" first; "npm test" does so by itself.')
}
