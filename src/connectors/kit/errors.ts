/**
 * What an outside system did not do for us. The sentence says what to do about it and holds nothing that the system sent and nothing secret.
 * `code` stands in docs/errors/.
 */
export class ConnectorError extends Error {
  override name = 'ConnectorError'
  readonly code: string
  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.code = code
  }
}
