// What the product asks of whoever rents out phone numbers.

declare module '#platform/platform.ts' {
  interface Connectors {
    numbers: NumberProvider
  }
}

/** With what an account signs in to its provider. */
export interface NumberAccount {
  /** Where the API is, without a path. */
  origin: string
  accountSid: string
  /** Of the API key; null: the account itself signs in. */
  keySid: string | null
  secret: string
}

/** A number that an account rents and that can send SMS. */
export interface RentedNumber {
  /** By which the provider knows it. */
  sid: string
  /** E.164. */
  number: string
  friendlyName: string
}

export interface NumberProvider {
  /**
   * Whether the account may be read with these credentials.
   * @throws ConnectorError
   */
  check(account: NumberAccount): Promise<void>
  /**
   * Every number that can send SMS, a page at a time; what is read already need not be read again after a fault.
   * @throws ConnectorError
   */
  list(account: NumberAccount): AsyncIterable<RentedNumber[]>
}
