import { opensAccount, type UserRow } from '../../users/index.ts'
import { problemOf } from '../draft.ts'
import type { RowRefusal } from '../kind.ts'
import type { PlanRow } from '../rows-store.ts'
import type { PersonCells } from './cells.ts'
import { columnOf } from './columns.ts'
import type { PersonChanges } from './compare.ts'

/** The code of a row that changes who administers an account. */
export const delicate = 'row.changes-admin'

/**
 * What a row says that makes somebody an admin, takes that from them, or moves the address by which the password of one is reset: whoever applies it
 * proves who they are, and so does whoever takes it back, which makes an admin of who was one.
 */
export function delicateProblems(
  { role }: Pick<PersonCells, 'role'>,
  current: UserRow | undefined,
  different: PersonChanges | undefined,
): PlanRow['problems'] {
  const before = current ?? { role: 'user', email: '', status: 'unregistered' }
  const given = current ? (different ?? {}) : { role }
  if (given.role === 'user' && before.role === 'admin')
    return [remark('role', 'this person will not administer the account any more.')]
  if (!opensAccount(before, given)) return []
  return before.role === 'admin'
    ? [
        remark(
          'email',
          'this person administers the account, and signs in with the new address from then on.',
        ),
      ]
    : [remark('role', 'this person will administer the account.')]
}

function remark(field: 'role' | 'email', consequence: string): PlanRow['problems'][number] {
  return problemOf('warning', {
    field,
    code: delicate,
    message: `${columnOf(field).label}: ${consequence} You are asked once more who you are.`,
  })
}

/** Whether a row says that it changes who administers an account. */
export function tellsDelicate({ problems }: Pick<PlanRow, 'problems'>): boolean {
  return problems.some(({ code }) => code === delicate)
}

/** Such a row whose plan did not say so: nobody has proven anything for it. */
export const untoldDelicate: RowRefusal = {
  code: 'row.changes-admin',
  message:
    'Whether this person administers the account has changed since the plan was made, so the row was left out. Upload it again.',
}
