import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { accountDeactivated, readAccount } from '../../accounts/index.ts'
import type { ActingUser } from '../../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  type Selection,
  startBulkAct,
} from '../../operations/index.ts'
import { expandSelectionOfUsers, lockPeople, tellAdmins, type UserRow } from '../../users/index.ts'
import type { UserFilter } from '../../users/schema.ts'
import { countMails, resetByAdmin } from '../mail-pauses.ts'
import { localPasswordsAllowed } from '../single-sign-on/local-passwords.ts'
import { queueResets } from './sending.ts'

const kind = 'password-reset'

/** Sends the selected a mail with which they choose a new password (UA-61), as an operation. Until they do, nothing changes for them. */
export function sendResets(
  platform: Platform,
  actor: Actor,
  selection: Selection<UserFilter>,
): Promise<OperationRow> {
  return startBulkAct(platform, actor, kind, selection)
}

/** The bulk act behind Reset passwords. The mails are queued in the transaction that notes the outcomes: a repeat after a crash sends none twice. */
export function resetOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize: 500,
    skipsWhileDeactivated: true,
    expand: expandSelectionOfUsers,
    async work(tx, _operation, subjectIds) {
      const people = await lockPeople(tx, subjectIds)
      const ofAll = await whyNobody(tx)
      const refusals = new Map(people.map((person) => [person.userId, ofAll ?? whyNot(person)]))
      const isTaken = ({ userId }: UserRow) => refusals.get(userId) === undefined
      const waits = await countMails(platform, tx, resetByAdmin, people.filter(isTaken))
      for (const [userId, wait] of waits) refusals.set(userId, wait)
      const resets = people.filter(isTaken).map((person) => ({ resetId: newId(), person }))
      await queueResets(platform, tx, resets, 'admin')
      return subjectIds.map((subjectId) => outcomeOf(subjectId, refusals))
    },
    async finished(tx, operation) {
      if (operation.done > 1) await tellOfResets(platform, tx, operation)
    },
  }
}

interface Reason {
  code: string
  message: string
}

/** UA-61: with single sign-on it is left to the identity provider. */
async function whyNobody(tx: Tx): Promise<Reason | undefined> {
  if ((await readAccount(tx))?.status !== 'active') return accountDeactivated()
  if (await localPasswordsAllowed(tx)) return undefined
  return {
    code: 'auth.single-sign-on-only',
    message: 'People of this account sign in with their company, which resets their passwords itself.',
  }
}

/** UA-61: only those who have registered. */
function whyNot({ status }: UserRow): Reason | undefined {
  if (status === 'registered' || status === 'locked') return undefined
  if (status === 'inactive') {
    return {
      code: 'auth.person-deactivated',
      message: 'This person is deactivated and may not sign in. Activate them first.',
    }
  }
  return {
    code: 'auth.not-registered',
    message: 'This person has no password yet. Send them the welcome e-mail instead.',
  }
}

function outcomeOf(subjectId: string, refusals: Map<string, Reason | undefined>): ItemOutcome {
  if (!refusals.has(subjectId)) {
    const message = 'This person does not exist any more.'
    return { subjectId, outcome: 'failed', code: 'http.not-found', message }
  }
  const refused = refusals.get(subjectId)
  if (!refused) return { subjectId, outcome: 'done' }
  return { subjectId, outcome: 'skipped', code: refused.code, message: refused.message }
}

async function tellOfResets(platform: Platform, tx: Tx, operation: OperationRow): Promise<void> {
  const actor = operation.parameters.actor as ActingUser
  await tellAdmins(platform, tx, actor, {
    what: 'password-resets-sent',
    details: { count: operation.done },
  })
}
