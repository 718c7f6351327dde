import type { Tx } from '#platform/database/index.ts'
import type { Actor, Refusal, RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { lockLocation } from '../accounts/index.ts'
import type { ActingUser } from '../audit/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  type Selection,
  startBulkAct,
} from '../operations/index.ts'
import { changePeople } from './changes.ts'
import { adminUnproven, locationUnknown, ownRole } from './errors.ts'
import { lockPeople } from './invited-store.ts'
import type { UserFilter, UserUpdateValues } from './schema.ts'
import { expandSelectionOfUsers } from './selection.ts'
import { assertMayMakeAdmins, opensAccount } from './service.ts'
import { hasInactiveAdmins, type UserRow } from './store.ts'
import { tellOfOperation } from './telling-of-admins.ts'

const kind = 'user-update'

/**
 * Changes the selected (UA-60, UA-73: Bulk user settings), as an operation.
 * @throws Refusal what would be refused to everybody: 422 `users.location-unknown`; 403 `users.admin-by-key`, `auth.step-up-required`
 */
export async function updateSelected(
  platform: Platform,
  actor: Actor,
  selection: Selection<UserFilter>,
  values: UserUpdateValues,
  requireStepUp: RequireStepUp,
): Promise<OperationRow> {
  const { role, locationId, deactivated } = values
  assertMayMakeAdmins(actor, role, requireStepUp)
  const letsAdminsIn = deactivated === false && (await selectsInactiveAdmins(platform, actor, selection))
  // A key, which proves nothing, lets none in.
  if (letsAdminsIn && !actor.apiKey) requireStepUp()
  const delicate = role === 'admin' || letsAdminsIn
  if (locationId) await platform.database.inAccount(actor.accountId, (tx) => requireLocation(tx, locationId))
  return startBulkAct(platform, actor, kind, selection, { asked: { values }, delicate })
}

/** Of what a filter finds nobody is looked at before it is worked: any such admin of the account counts. */
function selectsInactiveAdmins(
  { database }: Platform,
  { accountId }: Actor,
  selection: Selection<UserFilter>,
): Promise<boolean> {
  return database.inAccount(accountId, (tx) =>
    hasInactiveAdmins(tx, 'ids' in selection ? selection.ids : undefined),
  )
}

async function requireLocation(tx: Tx, locationId: string): Promise<void> {
  if (!(await lockLocation(tx, locationId, 'to-keep'))) throw locationUnknown()
}

const chunkSize = 1_000

/** The bulk act behind *Bulk user settings*. Each is changed by the rules of a single one; whom a rule protects is skipped with its reason. */
export function updateOperation(platform: Platform): OperationKind {
  return {
    kind,
    chunkSize,
    expand: expandSelectionOfUsers,
    async work(tx, operation, subjectIds) {
      const actor = operation.parameters.actor as ActingUser
      const values = operation.parameters.values as UserUpdateValues
      const people = await lockPeople(tx, subjectIds)
      const spared = new Map(
        people.flatMap((person) => {
          const why = whySpared(operation, actor, person, values)
          return why ? [[person.userId, why] as const] : []
        }),
      )
      const others = people.filter(({ userId }) => !spared.has(userId))
      const tell = tellOfOperation(platform, tx, operation, values, chunkSize)
      const { refusals } = await changePeople(platform, tx, actor, others, values, { tell })
      const known = new Set(people.map(({ userId }) => userId))
      return subjectIds.map((subjectId) =>
        outcomeOf(subjectId, known.has(subjectId), spared.get(subjectId) ?? refusals.get(subjectId)),
      )
    },
  }
}

/** What forbids it in bulk alone. */
function whySpared(
  { parameters }: OperationRow,
  actor: ActingUser,
  person: UserRow,
  values: UserUpdateValues,
): Refusal | undefined {
  if (losesOwnRole(actor, person, values)) return ownRole()
  // An admin since it was asked for, of whom nobody has proven that they may let them in.
  const isUnproven =
    parameters.delicate !== true && !actor.apiKey && opensAccount(person, { deactivated: values.deactivated })
  return isUnproven ? adminUnproven() : undefined
}

function losesOwnRole(actor: ActingUser, { userId, role }: UserRow, values: UserUpdateValues): boolean {
  return userId === actor.userId && role === 'admin' && values.role === 'user'
}

function outcomeOf(subjectId: string, isKnown: boolean, refused: Refusal | undefined): ItemOutcome {
  if (!isKnown) {
    const message = 'This person does not exist any more.'
    return { subjectId, outcome: 'failed', code: 'http.not-found', message }
  }
  if (!refused) return { subjectId, outcome: 'done' }
  return { subjectId, outcome: 'skipped', code: refused.code, message: refused.message }
}
