import type { Tx } from '#platform/database/index.ts'
import type { Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { ActingUser } from '../audit/index.ts'
import { type ItemOutcome, type OperationKind, type OperationRow, startBulkAct } from '../operations/index.ts'
import {
  changeEach,
  expandSelectionOfUsers,
  lockPeople,
  selectedUsers,
  type UserRow,
  whyNoOtherNumber,
} from '../users/index.ts'
import {
  type CountOfPeople,
  countPending,
  countPeople,
  lockPending,
  lowestFree,
} from './assignments-store.ts'
import { tooFewNumbers } from './errors.ts'
import type { NewSmsNumberAssignments, SmsNumberForecast } from './schema.ts'
import { countTotals, knownAmong, lockNumbers } from './store.ts'
import { assertCustomer, assertUserNumbersOn } from './user-numbers.ts'

const kind = 'sms-number-assignment'
const chunkSize = 1_000

/** Whether there are enough numbers for the selected people (UA-73). Nothing is written. @throws Refusal 404 in a partner's own account */
export function forecastNumbers(
  { database }: Platform,
  actor: Actor,
  { selection, assign }: NewSmsNumberAssignments,
): Promise<SmsNumberForecast> {
  return database.inAccount(actor.accountId, async (tx) => {
    await assertCustomer(tx)
    const counted = await countPeople(tx, await selectedUsers(tx, selection), actor)
    const { people, available, missing } = await compare(tx, counted)
    return { people, available, missing: assign ? missing : 0 }
  })
}

async function compare(tx: Tx, { people, keeping }: CountOfPeople): Promise<SmsNumberForecast> {
  const available = (await countTotals(tx)).free + keeping
  return { people, available, missing: Math.max(0, people - available) }
}

/**
 * Gives the selected people SMS numbers, all of them or nobody, or takes theirs; as an operation (UA-73).
 * @throws Refusal 404 in a partner's own account; 422 `numbers.user-numbers-off`; 409 `numbers.too-few`; then there is no operation
 */
export async function assignSelected(
  platform: Platform,
  actor: Actor,
  asked: NewSmsNumberAssignments,
): Promise<OperationRow> {
  const { selection, assign } = asked
  await platform.database.inAccount(actor.accountId, async (tx) => {
    await assertCustomer(tx)
    if (assign) await assertUserNumbersOn(tx)
  })
  if (assign) {
    const { missing } = await forecastNumbers(platform, actor, asked)
    if (missing > 0) throw tooFewNumbers(missing)
  }
  return startBulkAct(platform, actor, kind, selection, { asked: { assign } })
}

/**
 * The bulk act behind *Assign all* and *Unassign all*. Who has a number of the account keeps it, because another would be no better and a correspondent
 * would miss them; everybody else gets the lowest that nobody has.
 */
export function assignmentOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize,
    allOrNothing: ({ parameters }) => parameters.assign === true,
    expand: expandSelectionOfUsers,
    async work(tx, { parameters }, subjectIds) {
      const people = await lockPeople(tx, subjectIds)
      const given = people.map((before) => ({ before, given: { smsNumber: null } }))
      const { refusals } = await changeEach(platform, tx, parameters.actor as ActingUser, given)
      return outcomesOf(subjectIds, people, refusals)
    },
    workTogether: (tx, operation, chunks) => giveTogether(platform, tx, operation, chunks),
  }
}

/** @throws Refusal `numbers.user-numbers-off`, `numbers.too-few`: nothing of this transaction stays */
async function* giveTogether(
  platform: Platform,
  tx: Tx,
  { operationId, parameters }: OperationRow,
  chunks: AsyncIterable<string[]>,
): AsyncGenerator<ItemOutcome[]> {
  const actor = parameters.actor as ActingUser
  let begun = false
  for await (const subjectIds of chunks) {
    if (!begun) await begin(tx, operationId, actor)
    begun = true
    const people = await lockPeople(tx, subjectIds)
    const { given, passedOver } = await numbersFor(tx, actor, people)
    const { refusals } = await changeEach(platform, tx, actor, given)
    yield outcomesOf(subjectIds, people, new Map([...passedOver, ...refusals]))
  }
}

/** People first, then numbers: whoever gives one person a number has locked that person already, and waits for us or we for them, not both. */
async function begin(tx: Tx, operationId: string, actor: ActingUser): Promise<void> {
  await lockPending(tx, operationId)
  await lockNumbers(tx, 'alone')
  await assertUserNumbersOn(tx)
  const { missing } = await compare(tx, await countPending(tx, operationId, actor))
  if (missing > 0) throw tooFewNumbers(missing)
}

/** Which number each of them gets who has none that can be sent with; and who is passed over, because a rule protects them. */
async function numbersFor(
  tx: Tx,
  actor: ActingUser,
  people: UserRow[],
): Promise<{
  given: Array<{ before: UserRow; given: { smsNumber: string } }>
  passedOver: Map<string, Refusal>
}> {
  const known = await knownAmong(
    tx,
    people.flatMap(({ smsNumber }) => smsNumber ?? []),
  )
  const without = people.filter(({ smsNumber }) => smsNumber === null || !known.has(smsNumber))
  const passedOver = new Map(
    without.flatMap((person): Array<[string, Refusal]> => {
      const refused = whyNoOtherNumber(actor, person)
      return refused ? [[person.userId, refused]] : []
    }),
  )
  const needing = without.filter(({ userId }) => !passedOver.has(userId))
  const free = await lowestFree(tx, needing.length)
  // There are enough: that was counted since nobody else gives any.
  const given = needing.map((before, place) => ({ before, given: { smsNumber: free[place] as string } }))
  return { given, passedOver }
}

function outcomesOf(subjectIds: string[], people: UserRow[], refusals: Map<string, Refusal>): ItemOutcome[] {
  const known = new Set(people.map(({ userId }) => userId))
  return subjectIds.map((subjectId): ItemOutcome => {
    const refused = refusals.get(subjectId)
    if (refused) return { subjectId, outcome: 'skipped', code: refused.code, message: refused.message }
    if (known.has(subjectId)) return { subjectId, outcome: 'done' }
    const message = 'This person does not exist any more.'
    return { subjectId, outcome: 'failed', code: 'http.not-found', message }
  })
}
