import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { actingUserOf, record } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startOperation,
  summaryOf,
} from '../operations/index.ts'
import { expandSelectionOfUsers, selectedUsers } from '../users/index.ts'
import { tooFew } from './errors.ts'
import { countPendingWithout, countWithout } from './holders-store.ts'
import { assertManaged } from './products.ts'
import type { LicenceForecast, NewLicenceAssignments } from './schema.ts'
import { beginGiving, type Giving, give, settle, takeBack } from './seats.ts'

const kind = 'licence-assignment'
const chunkSize = 5_000

/**
 * What giving licences to the selected people would need, or taking theirs. Nothing is written.
 * @throws Refusal 409 `licences.not-managed-here` (UA-71)
 */
export function forecastLicences(
  { database, clock }: Platform,
  actor: Actor,
  asked: NewLicenceAssignments,
): Promise<LicenceForecast> {
  return database.inAccount(actor.accountId, (tx) => forecast(tx, asked, clock.now()))
}

async function forecast(
  tx: Tx,
  { selection, product, assign }: NewLicenceAssignments,
  now: Date,
): Promise<LicenceForecast> {
  const { remaining } = await assertManaged(tx, product, now)
  const counted = await countWithout(tx, await selectedUsers(tx, selection), product)
  return { ...counted, remaining, missing: assign ? Math.max(0, counted.without - remaining) : 0 }
}

/**
 * Gives licences to the selected people, all of them or nobody, or takes theirs; as an operation (UA-70, UA-72).
 * @throws Refusal 409 `licences.not-managed-here`, `licences.too-few`; then there is no operation
 */
export function assignLicences(
  platform: Platform,
  actor: Actor,
  asked: NewLicenceAssignments,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const { missing } = await forecast(tx, asked, platform.clock.now())
    if (missing > 0) throw tooFew(missing)
    const { selection, assign, product } = asked
    const operation = await startOperation(platform, tx, actor, kind, {
      ...{ selection, assign, product },
      actor: actingUserOf(actor),
    })
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, `${kind}.started`, subject, { ...summaryOf(selection), assign, product })
    return operation
  })
}

type Parameters = Pick<NewLicenceAssignments, 'assign' | 'product'>

/** The bulk act behind Assign and Unassign. Who holds a licence already, or none, is done without a trace. */
export function assignmentOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize,
    allOrNothing: ({ parameters }) => parametersOf(parameters).assign,
    expand: expandSelectionOfUsers,
    async work(tx, { parameters }, userIds) {
      const { product } = parametersOf(parameters)
      await assertManaged(tx, product, platform.clock.now())
      await takeBack(tx, userIds, product)
      return userIds.map((subjectId) => ({ subjectId, outcome: 'done' }))
    },
    workTogether: (tx, operation, chunks) => giveTogether(platform, tx, operation, chunks),
  }
}

function parametersOf(parameters: Record<string, unknown>): Parameters {
  return parameters as unknown as Parameters
}

/** @throws Refusal `licences.not-managed-here`, `licences.too-few`: nothing of this transaction stays */
async function* giveTogether(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  chunks: AsyncIterable<string[]>,
): AsyncGenerator<ItemOutcome[]> {
  let giving: Giving | undefined
  for await (const userIds of chunks) {
    // Only where there is anything to do: what was done is asked no more questions.
    giving ??= await beginAll(platform, tx, operation)
    const people = await give(tx, giving, userIds)
    yield userIds.map((subjectId) => outcomeOf(subjectId, people))
  }
  if (giving) await settle(tx, giving)
}

/** Refuses before the first is given, so that nobody waits long to be told that there are too few. */
async function beginAll(
  { clock }: Platform,
  tx: Tx,
  { operationId, parameters }: OperationRow,
): Promise<Giving> {
  const { product } = parametersOf(parameters)
  const now = clock.now()
  const { today, remaining } = await assertManaged(tx, product, now)
  const missing = (await countPendingWithout(tx, operationId, product)) - remaining
  if (missing > 0) throw tooFew(missing)
  return beginGiving(tx, product, { today, now })
}

function outcomeOf(subjectId: string, people: ReadonlyMap<string, boolean>): ItemOutcome {
  if (people.has(subjectId)) return { subjectId, outcome: 'done' }
  const message = 'This person does not exist any more.'
  return { subjectId, outcome: 'failed', code: 'http.not-found', message }
}
