import { readAtOnce, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { CustomerUserRow } from './customer-list-store.ts'
import { licencesOf } from './licences-store.ts'
import type { CustomerUser, Product, User, UserInvitation } from './schema.ts'
import type { UserRow } from './store.ts'

/** People of the account as the API shows them, in this order, with what stands beside their rows. */
export async function presentUsers(
  { events }: Pick<Platform, 'events'>,
  tx: Tx,
  rows: UserRow[],
): Promise<User[]> {
  const userIds = rows.map((row) => row.userId)
  const clientsDeployed = new Map<string, number>()
  const invitations = new Map<string, UserInvitation>()
  const [licences] = await readAtOnce([
    licencesOf(tx, userIds),
    events.ask(tx, 'users.presenting', { userIds, clientsDeployed, invitations }),
  ])
  return rows.map((row) => ({
    ...presentPerson(row),
    invitation: (row.status === 'invited' && invitations.get(row.userId)) || null,
    licences: (licences.get(row.userId) ?? []) as Product[],
    clientsDeployed: clientsDeployed.get(row.userId) ?? 0,
  }))
}

/** A person who was just added, of whom nothing is to be looked up: they have neither licences nor softphones. */
export function presentAdded(row: UserRow, invitation: UserInvitation | null): User {
  return { ...presentPerson(row), invitation, licences: [], clientsDeployed: 0 }
}

/** A person of a customer as their partner sees them. */
export function presentCustomerUser(row: CustomerUserRow): CustomerUser {
  return { ...presentPerson(row), account: { id: row.accountId, name: row.accountName } }
}

function presentPerson(row: UserRow): Omit<User, 'licences' | 'clientsDeployed' | 'invitation'> {
  return {
    id: row.userId,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    mobile: row.mobile,
    extension: row.extension,
    smsNumber: row.smsNumber,
    role: row.role as User['role'],
    locationId: row.locationId,
    status: row.status as User['status'],
    language: row.language as User['language'],
    origin: row.origin as User['origin'],
    owners: row.owners,
    contactCenter: row.contactCenter,
    registeredAt: row.registeredAt?.toISOString() ?? null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    lastModifiedAt: row.lastModifiedAt.toISOString(),
    lastModifiedBy: row.lastModifiedByName,
    lastModifiedFields: row.lastModifiedFields,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }
}
