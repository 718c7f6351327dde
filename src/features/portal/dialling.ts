import type { DirectoryEntry } from './schema.ts'

/** What is known of how somebody is called. */
export interface Dialled {
  email: string
  extension: string | null
  smsNumber: string | null
  /** null also where the account does not show it. */
  mobile: string | null
  /** The numbers of their softphones, each with the domain or host of its PBX. */
  lines: Array<{ number: string; domain: string | null }>
}

type DirectoryNumber = DirectoryEntry['numbers'][number]

/** Each number of somebody once, with what a softphone is opened with: extensions first. */
export function numbersOf({ email, extension, smsNumber, mobile, lines }: Dialled): DirectoryNumber[] {
  const ofPerson = extension === null ? [] : [{ number: extension, domain: null }]
  // The same extension may be known of the person and of a line: the line knows the PBX that it is dialled at.
  const extensions = [...lines.filter(({ domain }) => domain !== null), ...lines, ...ofPerson].map(
    (line) => ({
      kind: 'extension' as const,
      number: line.number,
      uri: uriOfExtension(line.number, line.domain, email),
    }),
  )
  const public_ = [
    ...(smsNumber === null ? [] : [{ kind: 'sms' as const, number: smsNumber, uri: uriOfE164(smsNumber) }]),
    ...(mobile === null ? [] : [{ kind: 'mobile' as const, number: mobile, uri: uriOfE164(mobile) }]),
  ]
  const byNumber = new Map<string, DirectoryNumber>()
  for (const each of [...extensions, ...public_]) {
    if (!byNumber.has(each.number)) byNumber.set(each.number, each)
  }
  return [...byNumber.values()]
}

/** `tel:+491711234567` (RFC 3966, 5.1.4) */
function uriOfE164(number: string): string {
  return `tel:${number}`
}

/**
 * `sip:1001@pbx.example.com` where the PBX is known (RFC 3261, 19.1.1). Otherwise a local number, which has to say where it holds (RFC 3966,
 * 5.1.5): the company is known by the domain of its mail. A global number is the same everywhere.
 */
function uriOfExtension(number: string, domain: string | null, email: string): string {
  if (isGlobal(number)) return uriOfE164(number)
  if (domain !== null) return `sip:${escaped(number)}@${domain.includes(':') ? `[${domain}]` : domain}`
  const context = email.slice(email.lastIndexOf('@') + 1)
  return `tel:${escaped(number)};phone-context=${context}`
}

/** ITU-T E.164: at most 15 digits, the first of which is no 0. */
function isGlobal(number: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(number)
}

/** `*` stands for itself in both schemes, `#` would begin a fragment (RFC 3986, 3.5). */
function escaped(number: string): string {
  return encodeURIComponent(number)
}
