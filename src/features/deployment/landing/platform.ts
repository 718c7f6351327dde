export type Platform = 'android' | 'ios' | 'windows' | 'mac' | 'linux' | 'unknown'

/** The order matters: Android calls itself Linux too, and iPhones mention "like Mac OS X". */
const marks: Array<[Platform, RegExp]> = [
  ['android', /\bAndroid\b/i],
  ['ios', /\b(iPhone|iPad|iPod)\b/],
  ['windows', /\bWindows\b/],
  ['mac', /\bMacintosh\b/],
  ['linux', /\b(Linux|X11|CrOS)\b/],
]

/** What a browser says it runs on. An iPad asking for desktop pages is a Mac; it gets the QR and the button alike. */
export function platformOf(userAgent: string | undefined): Platform {
  const said = (userAgent ?? '').slice(0, 500)
  return marks.find(([, mark]) => mark.test(said))?.[0] ?? 'unknown'
}

/** Whether the link was opened where the app would run: such a page needs no QR code to scan. */
export function isPhone(platform: Platform): boolean {
  return platform === 'android' || platform === 'ios'
}
