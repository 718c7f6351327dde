import type { Tx } from '#platform/database/index.ts'
import { expandSelection, type OperationRow, type Selection } from '../operations/index.ts'
import { type Users, usersAmong } from './filter-store.ts'
import { everybodyWho, selectIntoItems } from './list-store.ts'
import type { UserFilter } from './schema.ts'

/**
 * Makes the items of an operation out of its selection of people.
 * @throws Refusal `operations.count-changed` when the person saw another number of records than there are now
 */
export function expandSelectionOfUsers(tx: Tx, operation: OperationRow): Promise<void> {
  return expandSelection<UserFilter>(tx, operation, (filter, except) =>
    selectIntoItems(tx, operation.operationId, filter, except),
  )
}

/** The selected people, to be counted. */
export async function selectedUsers(tx: Tx, selection: Selection<UserFilter>): Promise<Users> {
  return 'ids' in selection
    ? usersAmong(tx, selection.ids)
    : everybodyWho(tx, selection.filter, selection.except)
}

/** How many the selected people are. */
export async function countSelectedUsers(tx: Tx, selection: Selection<UserFilter>): Promise<number> {
  const users = await selectedUsers(tx, selection)
  const { count } = await users.select((eb) => eb.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}
