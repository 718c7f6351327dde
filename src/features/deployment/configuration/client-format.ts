import type { ClientConfiguration } from './client-configuration.ts'

export type ClientKind = 'linphone' | 'baresip' | 'microsip' | 'generic'

/**
 * How one kind of client takes its configuration. `serialise` throws `UnrepresentableValue` or `ClearPasswordNeeded`
 * rather than write a document that says something else than the configuration. `reset` is the document that makes
 * such a client forget its accounts, or null where no document can.
 */
export type ClientFormat = {
  kind: ClientKind
  label: string
  contentType: string
  /** How the text becomes bytes: `Buffer.from(format.serialise(configuration), format.encoding)`. */
  encoding: 'utf8' | 'utf16le'
  fileName: string
  /** `url`: the client fetches it itself; `file`: its user downloads and opens it; `page`: its user reads it. */
  delivery: 'url' | 'file' | 'page'
  needsClearPassword: boolean
  serialise(configuration: ClientConfiguration): string
  reset(): string | null
}

/** A value that a format cannot carry unharmed. `field` is its path in the configuration (`accounts.pbx.host`). */
export class UnrepresentableValue extends Error {
  override name = 'UnrepresentableValue'
  readonly code = 'deployment.value-not-representable'
  readonly field: string
  readonly kind: ClientKind
  constructor(kind: ClientKind, field: string) {
    super(
      `${field} holds something that a ${kind} configuration cannot carry. Change it, or use another client.`,
    )
    this.field = field
    this.kind = kind
  }
}

/** The client must be given the password itself, and only its hash is known. */
export class ClearPasswordNeeded extends Error {
  override name = 'ClearPasswordNeeded'
  readonly code = 'deployment.clear-password-needed'
  readonly field: string
  readonly kind: ClientKind
  constructor(kind: ClientKind, field: string) {
    super(
      `A ${kind} client needs the password of ${field}, but only its hash is known. Set the password anew.`,
    )
    this.field = field
    this.kind = kind
  }
}

/**
 * Refuses text that would not stay on one line or cannot be encoded: control characters (C0, DEL, C1), the Unicode
 * line separators, non-characters that XML forbids, and lone surrogates. Every text format stores one value per line
 * somewhere, be it in the document or in the file the client keeps, and a line break there is a setting of the
 * attacker's choice.
 */
export function refuseBrokenText(kind: ClientKind, field: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/
  if (unsafe.test(value) || !value.isWellFormed()) throw new UnrepresentableValue(kind, field)
  return value
}
