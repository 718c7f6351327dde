const phones = /\b(Android|iPhone|iPad|iPod)\b/

/** Whether the page is seen on a phone or tablet, whose camera cannot scan its own screen. */
export function isOnPhone(): boolean {
  return phones.test(navigator.userAgent)
}
