import { ConnectorError, type NumberAccount } from '#connectors/kit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { Standing, TwilioRow } from './twilio-store.ts'

const placeOfSecret = (tx: Tx) => ({ table: 'twilio_accounts', column: 'secret', id: tx.accountId })

/** The secret as it is stored: it opens in this account only. */
export function sealSecret({ sealing }: Platform, tx: Tx, secret: string): Promise<string> {
  return sealing.seal(tx, placeOfSecret(tx), secret)
}

/** With what the account signs in to Twilio. */
export async function credentialsOf({ sealing }: Platform, tx: Tx, row: TwilioRow): Promise<NumberAccount> {
  const { origin, accountSid, keySid } = row
  return { origin, accountSid, keySid, secret: await sealing.open(tx, placeOfSecret(tx), row.secret) }
}

export const working = { state: 'working', failureCode: null, failure: null } as const satisfies Standing

/** Asks Twilio, in no transaction of ours. @returns how that went */
export async function tryOut({ connectors }: Platform, account: NumberAccount): Promise<Standing> {
  try {
    await connectors.numbers.check(account)
    return working
  } catch (error) {
    return failing(error)
  }
}

/** How Twilio stands after this. @throws what does not come from Twilio */
export function failing(error: unknown): Standing {
  if (!(error instanceof ConnectorError)) throw error
  return { state: 'failing', failureCode: error.code, failure: error.message }
}
