import { sql } from 'kysely'
import { keptInAccount, keptRead, type Tx, unread } from '#platform/database/index.ts'

/** Somebody whose password is to be looked at. */
export interface FoundPerson {
  userId: string
  accountName: string
  hash: string | null
}

/**
 * Who may sign in here with a password of ours and this e-mail address? One statement, and the same one for an address that nobody has: time does
 * not tell who has one (bench/enumeration.ts).
 */
export function findPersonToVerify(tx: Tx, email: string): Promise<FoundPerson | undefined> {
  return findToVerify(tx, { email })
}

const findToVerify = keptRead((db, accountId, { email }: { email: string }) =>
  db
    .selectFrom('app.users as u')
    .innerJoin('app.accounts as a', 'a.accountId', 'u.accountId')
    .leftJoin('app.passwordCredentials as p', (join) =>
      join.onRef('p.accountId', '=', 'u.accountId').onRef('p.userId', '=', 'u.userId'),
    )
    .select(['u.userId', 'a.name as accountName', 'p.hash'])
    .where('u.accountId', '=', accountId)
    // Folded by the database, as what is compared was.
    .where('u.emailKey', '=', sql<string>`lower(${email})`)
    .where('u.status', '=', 'registered')
    .where('a.status', '=', 'active')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('app.identityProviders as i')
            .select('i.accountId')
            .where('i.accountId', '=', accountId)
            .where('i.isOn', '=', true)
            .where('i.keepsLocalPasswords', '=', false),
        ),
      ),
    ),
)

/**
 * Nobody changes or deletes the person, and then nobody the account and how it signs in, until the transaction ends: whoever does it at this moment is
 * waited for, and what is read after this is what they left. Whoever comes later ends the session that is opened here.
 */
export async function holdPersonAndAccount(tx: Tx, userId: string): Promise<void> {
  await holdUser(tx, { userId })
  await holdAccount(tx, {})
}

const holdUser = keptInAccount((db, accountId, { userId }: { userId: string }) =>
  db
    .selectFrom('app.users')
    .select('userId')
    .where('accountId', '=', accountId)
    .where('userId', '=', userId)
    .forNoKeyUpdate()
    .modifyEnd(unread),
)

const holdAccount = keptInAccount((db, accountId) =>
  db
    .selectFrom('app.accounts')
    .select('accountId')
    .where('accountId', '=', accountId)
    .forShare()
    .modifyEnd(unread),
)

/** A person, and with what they prove who they are. */
export interface Standing {
  userId: string
  firstName: string
  lastName: string
  email: string
  role: string
  status: string
  /** Of their password. */
  hash: string | null
  /** Whether passwords of ours open anything in the account. */
  usesPasswords: boolean
  /** null: they have no second factor. */
  secondFactorSince: Date | null
}

/** Who is this, and with what do they prove it? */
export function readStanding(tx: Tx, userId: string): Promise<Standing | undefined> {
  return readPerson(tx, { userId })
}

const readPerson = keptRead((db, accountId, { userId }: { userId: string }) =>
  db
    .selectFrom('app.users as u')
    .leftJoin('app.passwordCredentials as p', (join) =>
      join.onRef('p.accountId', '=', 'u.accountId').onRef('p.userId', '=', 'u.userId'),
    )
    .leftJoin('app.secondFactors as f', (join) =>
      join.onRef('f.accountId', '=', 'u.accountId').onRef('f.userId', '=', 'u.userId'),
    )
    .leftJoin('app.identityProviders as i', (join) =>
      join.onRef('i.accountId', '=', 'u.accountId').on('i.isOn', '=', true),
    )
    .select(['u.userId', 'u.firstName', 'u.lastName', 'u.email', 'u.role', 'u.status', 'p.hash'])
    .select((eb) => eb.fn.coalesce('i.keepsLocalPasswords', sql<boolean>`true`).as('usesPasswords'))
    .select('f.confirmedAt as secondFactorSince')
    .where('u.accountId', '=', accountId)
    .where('u.userId', '=', userId),
)
