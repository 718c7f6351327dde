import type { Tx } from '#platform/database/index.ts'
import { changesBetween } from '../../audit/index.ts'
import { fullName, readUsers } from '../../users/index.ts'
import { readProfiles } from '../profiles/store.ts'
import type { SubscriberChanges } from './schema.ts'
import { secretColumns } from './secrets.ts'
import type { SubscriberRow } from './store.ts'

type Ids = Partial<Pick<SubscriberRow, 'profileId' | 'userId'>>

/** What the history tells of a change: profiles and people by their names, of secrets only that they changed. */
export async function toldChanges(tx: Tx, current: SubscriberRow, changes: SubscriberChanges) {
  const known = new Map([
    ...(await namesOfProfiles(tx, [current.profileId, changes.profileId])),
    ...(await namesOfPeople(tx, 'userId' in changes ? [current.userId, changes.userId] : [])),
  ])
  const secrets = Object.keys(secretColumns)
  return changesBetween(named(current, known), named(changes, known), { secrets })
}

function named<Values extends Ids>(values: Values, names: Map<string, string>): Values {
  const ids = (['profileId', 'userId'] as const).flatMap((field) => {
    const id = values[field]
    return id ? [[field, names.get(id)]] : []
  })
  return { ...values, ...Object.fromEntries(ids) }
}

async function namesOfProfiles(tx: Tx, ids: Array<string | undefined>): Promise<Array<[string, string]>> {
  const profiles = await readProfiles(
    tx,
    ids.filter((id) => id !== undefined),
  )
  return profiles.map(({ profileId, name }) => [profileId, name])
}

/** With the address: two people may have one name. */
async function namesOfPeople(
  tx: Tx,
  ids: Array<string | null | undefined>,
): Promise<Array<[string, string]>> {
  const people = await readUsers(
    tx,
    ids.filter((id) => typeof id === 'string'),
  )
  return people.map((person) => [person.userId, `${fullName(person)} (${person.email})`])
}
