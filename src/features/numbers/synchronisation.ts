import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { ConnectorError, type NumberAccount } from '#connectors/kit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type ActingUser, actingUserOf, type OtherActor, record } from '../audit/index.ts'
import { type Conversation, type OperationRow, type Progress, startOperation } from '../operations/index.ts'
import { credentialsOf, failing, working } from './credentials.ts'
import { notFromTwilio, tooManyGone, twilioChangedMeanwhile } from './errors.ts'
import type { NewSmsNumberSynchronisation } from './schema.ts'
import { countGone, countTotals, dropUnseen, keepSeen, lockNumbers, type SeenNumber } from './store.ts'
import { isSameConnection, markStanding, readTwilio } from './twilio-store.ts'

const kind = 'sms-number-synchronisation'

/** A source that loses so many at once, and more than a tenth, is asked about before it is believed. */
const goneAskedAbout = 5
const partAskedAbout = 0.1
const numbersAtOnce = 1_000

/** Brings the list of numbers up to date, as an operation. @throws Refusal 404 without a Twilio account */
export function synchroniseNumbers(
  platform: Platform,
  actor: Actor,
  asked: NewSmsNumberSynchronisation,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    if (!(await readTwilio(tx))) throw notFound()
    const parameters = { ...asked, accountId: tx.accountId, actor: actingUserOf(actor) }
    const operation = await startOperation(platform, tx, actor, kind, parameters)
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, `${kind}.started`, subject, asked)
    return operation
  })
}

/** The visible operation that reads the numbers from Twilio. */
export function synchronisationOperation(platform: Platform): Conversation {
  return {
    kind,
    converse: ({ parameters }, tell) =>
      synchronise(platform, parameters.actor as ActingUser, {
        accountId: String(parameters.accountId),
        evenIfManyGone: parameters.evenIfManyGone === true,
        tell,
      }),
  }
}

interface Synchronising {
  accountId: string
  evenIfManyGone: boolean
  tell(progress: Progress): Promise<void>
}

/**
 * Reads every number from Twilio and then, in one transaction, makes the list equal to it. How it went stands at the Twilio account.
 * @throws Refusal `twilio.…`, `outbound.…`, `numbers.too-many-gone`, `numbers.twilio-changed-meanwhile`; then the list is as before
 */
export async function synchronise(
  platform: Platform,
  actor: ActingUser | OtherActor,
  { accountId, evenIfManyGone, tell }: Synchronising,
): Promise<void> {
  const { database, clock } = platform
  const known = await database.inAccount(accountId, async (tx) => {
    const row = await readTwilio(tx)
    if (!row) throw notFound()
    return { row, account: await credentialsOf(platform, tx, row) }
  })
  try {
    const seen = await readAll(platform, known.account, tell)
    await database.inAccount(accountId, async (tx) => {
      if (!isSameConnection(known.row, await readTwilio(tx, true))) throw twilioChangedMeanwhile()
      const now = clock.now()
      const difference = await makeEqual(tx, seen, evenIfManyGone, now)
      await markStanding(tx, known.row, { ...working, synchronisedAt: now })
      if (difference.added + difference.gone === 0) return
      await record(
        tx,
        actor,
        'sms-number.synchronised',
        { kind: 'twilio-account', id: accountId },
        difference,
      )
    })
  } catch (error) {
    const standing = standingAfter(error)
    if (!standing) throw error
    await database.inAccount(accountId, (tx) => markStanding(tx, known.row, standing))
    throw error instanceof ConnectorError ? notFromTwilio(error) : error
  }
}

/** What the Twilio account is told to have; nothing of what does not come from there. */
function standingAfter(error: unknown) {
  if (error instanceof ConnectorError) return failing(error)
  if (!(error instanceof Refusal) || error.code !== 'numbers.too-many-gone') return undefined
  return { state: 'failing', failureCode: error.code, failure: error.message } as const
}

/** Every number once, whatever Twilio says how often. */
async function readAll(
  { connectors }: Platform,
  account: NumberAccount,
  tell: Synchronising['tell'],
): Promise<SeenNumber[]> {
  const seen = new Map<string, SeenNumber>()
  for await (const page of connectors.numbers.list(account)) {
    for (const rented of page) seen.set(rented.number, { ...rented, country: countryOf(rented.number) })
    await tell({ total: seen.size, done: seen.size })
  }
  return [...seen.values()]
}

/** The country that has the number; where several share a code and none of them gives such numbers out, the one whose plan it is. */
function countryOf(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number)
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null
}

/** @throws Refusal `numbers.too-many-gone` */
async function makeEqual(
  tx: Tx,
  seen: SeenNumber[],
  evenIfManyGone: boolean,
  now: Date,
): Promise<{ numbers: number; added: number; gone: number }> {
  await lockNumbers(tx, 'alone')
  const before = (await countTotals(tx)).numbers
  const numbers = seen.map(({ number }) => number)
  const gone = await countGone(tx, numbers)
  const isMuch = gone >= goneAskedAbout && gone > before * partAskedAbout
  if (isMuch && !evenIfManyGone) throw tooManyGone(gone, before)
  for (let start = 0; start < seen.length; start += numbersAtOnce) {
    await keepSeen(tx, seen.slice(start, start + numbersAtOnce), now)
  }
  await dropUnseen(tx, numbers, now)
  return { numbers: seen.length, added: seen.length - (before - gone), gone }
}
