/**
 * The link that writes to this address, and does nothing else. What stands before the @ may hold what a link reads as its own, such as `?` and `%`: bare,
 * `boss%40acme.example?cc=thief@evil.example` would write to two others (RFC 6068, 2; threats.md "Clickjacking and content injection").
 */
export function mailLink(email: string): string {
  const at = email.lastIndexOf('@')
  return `mailto:${encodeURIComponent(email.slice(0, at))}@${encodeURIComponent(email.slice(at + 1))}`
}
