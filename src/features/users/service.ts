import { newId, type Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { type OtherActor, record } from '../audit/index.ts'
import type { User } from './schema.ts'
import { insertUser, type UserRow } from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** A person was added; `auth` enters the address into the sign-in directory. */
    'user.added': { userId: string; email: string }
  }
}

export interface NewUser {
  firstName: string
  lastName: string
  email: string
  role: 'user' | 'admin'
}

/** Adds a person to the account. They cannot sign in until they set a password. @throws Refusal `users.email-taken` */
export async function addUser(
  platform: Pick<Platform, 'events' | 'clock'>,
  tx: Tx,
  actor: Actor | OtherActor,
  user: NewUser,
): Promise<string> {
  const userId = newId()
  const account = await readAccount(tx)
  const partnerId =
    account?.kind === 'customer' && account.partnerAccessMode === 'open' ? account.parentId : null
  await insertUser(tx, { userId, ...user }, partnerId, platform.clock.now())
  await record(tx, actor, 'user.added', { kind: 'user', id: userId }, { email: user.email, role: user.role })
  await platform.events.tell(tx, 'user.added', { userId, email: user.email })
  return userId
}

/** A person as the API shows them. */
export function presentUser(row: UserRow): User {
  return {
    id: row.userId,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    language: row.language,
    role: row.role as User['role'],
    status: row.status as User['status'],
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    version: row.version,
  }
}
