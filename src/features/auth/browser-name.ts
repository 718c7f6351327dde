// In this order, because browsers name those they descend from.
const browsers: Array<[mark: RegExp, name: string]> = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: Array<[mark: RegExp, name: string]> = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * `Mozilla/5.0 (…) … Firefox/140.0` → `Firefox, Windows`. Made of our own words alone, because whoever signs in writes the header.
 * @returns undefined: it looks like no browser
 */
export function browserNameOf(userAgent: string | undefined | null): string | undefined {
  const named = (known: typeof browsers) => known.find(([mark]) => mark.test(userAgent ?? ''))?.[1]
  const parts = [named(browsers), named(systems)].filter((name) => name !== undefined)
  return parts.length > 0 ? parts.join(', ') : undefined
}
