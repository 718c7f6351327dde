const blanked = '[redacted]'

/** Names whose values never appear, whatever they hold. */
const secretName =
  /^(password|passwd|secret|token|pin|deploymentpin|voicemailpin|pbxsippassword|mbgsippassword|clientservicepassword|ha1|authorization|cookie|set-cookie|totp|credential|smtpurl|databaseurl|databaseownerurl)$/i

/** Our own credential shape: base64url(account id, 16 bytes) dot secret; and API keys, passwords in URLs. */
const credentials: Array<[RegExp, string]> = [
  [/[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22,}/g, blanked],
  [/\brc_[A-Za-z0-9_.-]{16,}/g, blanked],
  // No quote in it: the pattern is also laid over whole lines of JSON, and must not reach from one value into the next.
  [/(\w+:\/\/[^\s:/@"]*:)[^\s@/"]+@/g, `$1${blanked}@`],
]

/** Blanks credentials in a value of any shape; never changes the value given. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object' || depth > 8) return value
  if (value instanceof Date || Buffer.isBuffer(value)) return value
  if (value instanceof Error) {
    return {
      type: value.name,
      message: redactText(value.message),
      stack: redactText(value.stack ?? ''),
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
    }
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) && item !== null && item !== undefined ? blanked : redact(item, depth + 1),
    ]),
  )
}

/** Blanks credentials in a text: used for messages, job errors and answers of other servers. */
export function redactText(text: string): string {
  return credentials.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text)
}
