import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startBulkAct,
} from '../../operations/index.ts'
import { type FoundPerson, findUsersByEmail } from '../../users/index.ts'
import { giveToUsers, lockOwnerships, type Ownership } from './people-store.ts'
import { personStep } from './person.ts'
import { expandSelection, type Selection } from './selection.ts'
import { addToTimelines } from './timeline.ts'

/** Gives each of the selected that belongs to nobody to the person of the account with the same e-mail address, as an operation. */
export function assignPeople(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'person-assignment', selection)
}

/** The bulk act behind it. No address is that of two people, so there is never a choice. */
export function personAssignmentOperation(platform: Platform): OperationKind {
  return {
    kind: 'person-assignment',
    chunkSize: 1_000,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    async work(tx, operation, subjectIds) {
      const now = platform.clock.now()
      const numbers = await lockOwnerships(tx, subjectIds)
      const people = await peopleOf(tx, numbers)
      const verdicts = new Map(numbers.map((number) => [number.subscriberId, verdictOn(number, people)]))
      const given = [...verdicts].flatMap(([subscriberId, { person }]) =>
        person ? [{ subscriberId, person }] : [],
      )
      await giveToUsers(
        tx,
        given.map(({ subscriberId, person: { userId } }) => ({ subscriberId, userId })),
        now,
      )
      const actorName = String(operation.parameters.actorName)
      await addToTimelines(
        tx,
        given.map(({ subscriberId, person }) => personStep(subscriberId, person, actorName)),
        now,
      )
      return subjectIds.map((subjectId) => ({ subjectId, ...(verdicts.get(subjectId)?.outcome ?? gone) }))
    },
  }
}

/** The people with the addresses of those numbers that belong to nobody, by address. */
async function peopleOf(tx: Tx, numbers: Ownership[]): Promise<Map<string, FoundPerson>> {
  const free = numbers.filter(({ userId }) => userId === null)
  const people = await findUsersByEmail(tx, [...new Set(free.map(({ emailKey }) => emailKey))])
  return new Map(people.map((person) => [person.emailKey, person]))
}

type Outcome = Omit<ItemOutcome, 'subjectId'>

/** What becomes of a record; `person`: to whom it is given. */
function verdictOn(
  { userId, emailKey }: Ownership,
  people: Map<string, FoundPerson>,
): { outcome: Outcome; person?: FoundPerson } {
  if (userId !== null) return { outcome: kept }
  const person = people.get(emailKey)
  if (!person) return { outcome: nobody }
  return person.status === 'inactive' ? { outcome: deactivated } : { outcome: { outcome: 'done' }, person }
}

const kept: Outcome = {
  outcome: 'skipped',
  code: 'subscribers.user-kept',
  message: 'This record belongs to a person already, and was left to them.',
}

const nobody: Outcome = {
  outcome: 'skipped',
  code: 'subscribers.no-user-with-email',
  message:
    'Nobody of this account has the e-mail address of this record. Add the person, or choose one in the record.',
}

const deactivated: Outcome = {
  outcome: 'skipped',
  code: 'subscribers.user-deactivated',
  message: 'The person with this e-mail address is deactivated. Reactivate them first.',
}

const gone: Outcome = {
  outcome: 'failed',
  code: 'http.not-found',
  message: 'This record does not exist any more.',
}
