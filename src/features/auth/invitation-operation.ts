import type { Tx } from '#platform/database/index.ts'
import { type Actor, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { accountDeactivated, readAccount } from '../accounts/index.ts'
import { type ActingUser, recordEach } from '../audit/index.ts'
import {
  expandSelection,
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  type Selection,
  startBulkAct,
} from '../operations/index.ts'
import { expandSelectionOfUsers, type UserRow } from '../users/index.ts'
import { inviteEach } from './invitations.ts'
import { selectInvitedIntoItems, type WhichInvitations } from './invitations-store.ts'
import type { WelcomeFilter } from './schema.ts'

const kind = 'welcome-email'

/** Sends the selected people their welcome e-mail (UA-62), as an operation. */
export function sendWelcomeMails(
  platform: Platform,
  actor: Actor,
  selection: Selection<WelcomeFilter>,
): Promise<OperationRow> {
  return startBulkAct(platform, actor, kind, selection)
}

/** The bulk act behind *Send welcome e-mails*. Who can sign in already, and who may not, is skipped with the reason. */
export function welcomeOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize: 500,
    skipsWhileDeactivated: true,
    expand: (tx, operation) => expand(platform, tx, operation),
    async work(tx, operation, subjectIds) {
      if ((await readAccount(tx))?.status !== 'active') {
        const { code, message } = accountDeactivated()
        return subjectIds.map((subjectId) => ({ subjectId, outcome: 'skipped', code, message }))
      }
      const results = await inviteEach(platform, tx, subjectIds)
      const invited = [...results.values()].filter((result) => !(result instanceof Refusal)) as UserRow[]
      await recordEach(
        tx,
        operation.parameters.actor as ActingUser,
        'user.invited',
        invited.map(({ userId, email }) => ({ subject: { kind: 'user', id: userId }, details: { email } })),
      )
      return subjectIds.map((subjectId) => outcomeOf(subjectId, results.get(subjectId)))
    },
  }
}

/** @throws Refusal `operations.count-changed` when the person saw another number of records than there are now */
function expand({ clock }: Platform, tx: Tx, operation: OperationRow): Promise<void> {
  const selection = operation.parameters.selection as Selection<WelcomeFilter>
  if ('ids' in selection || selection.filter.invitation === undefined) {
    return expandSelectionOfUsers(tx, operation)
  }
  return expandSelection<WelcomeFilter>(tx, operation, (filter, except) =>
    selectInvitedIntoItems(tx, operation.operationId, whichOf(filter), except, clock.now()),
  )
}

function whichOf({ invitation, search }: WelcomeFilter): WhichInvitations {
  return { state: invitation === 'open' ? undefined : invitation, search }
}

function outcomeOf(subjectId: string, result: UserRow | Refusal | undefined): ItemOutcome {
  if (!result) {
    const message = 'This person does not exist any more.'
    return { subjectId, outcome: 'failed', code: 'http.not-found', message }
  }
  if (!(result instanceof Refusal)) return { subjectId, outcome: 'done' }
  return { subjectId, outcome: 'skipped', code: result.code, message: result.message }
}
