import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue, handles, type Job, type JobHandler } from '#platform/queue/index.ts'
import { emailHmac, openText, parseCredential, sealText } from '#platform/secrets/index.ts'
import { readAccount } from '../../accounts/index.ts'
import { endUser, record } from '../../audit/index.ts'
import { findUserByEmail, lockPeople } from '../../users/index.ts'
import { holdersOf } from '../directory-store.ts'
import { localPasswordsAllowed, singleSignOnOf } from '../single-sign-on/local-passwords.ts'
import { countAskedFrom, mayBeAskedFor, mayBeHinted } from './limits.ts'
import { queueCompanySignInHint, queueResets } from './sending.ts'
import * as store from './store.ts'

const sealedFor = 'password resets that were asked for'

/** `resetId`: the id that the reset gets in each account, so that a repeat of the job sends nothing twice. */
interface Asked {
  resetId: string
  sealedEmail: string
  address: string | null
}

const asked: Job<Asked> = {
  name: 'auth:password-reset-asked',
  payload: z.object({ resetId: z.uuid(), sealedEmail: z.string(), address: z.string().nullable() }),
}

/**
 * How long after the request its job begins, by chance. The job does more for an address that somebody has, and slows what runs beside it: begun at
 * once, it would slow the very next request of whoever asked, and so tell them. Now it cannot be paired with its request (asking.test.ts
 * "Enumeration: is sent by a job that begins one to three seconds after the request", bench/enumeration.ts).
 */
const askedDelayMs = { least: 1_000, most: 3_000 }

interface AskedAgain {
  resetId: string
  accountId: string
  tokenHash: string
  address: string | null
}

const askedAgain: Job<AskedAgain> = {
  name: 'auth:password-reset-asked-again',
  payload: z.object({
    resetId: z.uuid(),
    accountId: z.uuid(),
    tokenHash: z.string(),
    address: z.string().nullable(),
  }),
}

/**
 * Asks for a mail with link and confirmation code to an e-mail address. A job looks whose it is, one to three seconds later, so that neither answer
 * nor time tells whether anybody has it.
 * @throws Refusal 429 `auth.too-many-attempts` after many from one network
 */
export async function askForReset(
  platform: Platform,
  email: string,
  address: string | undefined,
): Promise<void> {
  const { database, masterKey } = platform
  await database.inDirectory(async (tx) => {
    await countAskedFrom(platform, tx, address)
    if (!(await mayBeAskedFor(platform, tx, email))) return
    const sealedEmail = sealText(masterKey, sealedFor, email)
    const delaySeconds = randomInt(askedDelayMs.least, askedDelayMs.most + 1) / 1_000
    await enqueue(tx, asked, { resetId: newId(), sealedEmail, address: address ?? null }, { delaySeconds })
  })
}

/**
 * Asks for a new mail in place of the one that brought this link, whether or not the link still works; it goes to the address on file. Each link
 * can ask once, because the new one takes its place.
 * @throws Refusal 429 `auth.too-many-attempts` after many from one network
 */
export async function askForResetAgain(
  platform: Platform,
  token: string,
  address: string | undefined,
): Promise<void> {
  const credential = parseCredential(token)
  await platform.database.inDirectory(async (tx) => {
    await countAskedFrom(platform, tx, address)
    if (!credential) return
    const tokenHash = credential.hash.toString('base64url')
    const { accountId } = credential
    await enqueue(tx, askedAgain, { resetId: newId(), accountId, tokenHash, address: address ?? null })
  })
}

/** Sends what was asked for, to those who may have it. */
export function resetSenders(platform: Platform): JobHandler[] {
  const { database } = platform
  return [
    handles(asked, async ({ resetId, sealedEmail, address }) => {
      const email = openText(platform.masterKey, sealedFor, sealedEmail)
      const hmac = emailHmac(platform.masterKey.deriveKey('sign-in directory'), email)
      for (const { accountId } of await database.inDirectory((tx) => holdersOf(tx, hmac, undefined))) {
        await database.inAccount(accountId, async (tx) => {
          const user = await findUserByEmail(tx, email)
          if (user) await sendAsked(platform, tx, user.userId, { resetId, address })
        })
      }
    }),
    handles(askedAgain, ({ resetId, accountId, tokenHash, address }) =>
      database.inAccount(accountId, async (tx) => {
        const before = await store.findReset(tx, Buffer.from(tokenHash, 'base64url'))
        if (before) await sendAsked(platform, tx, before.userId, { resetId, address })
      }),
    ),
  ]
}

/** UA-61: only who has registered gets it; the others have a welcome e-mail. Who is locked out gets back in by their mailbox. */
async function sendAsked(
  platform: Platform,
  tx: Tx,
  userId: string,
  { resetId, address }: { resetId: string; address: string | null },
): Promise<void> {
  const [person] = await lockPeople(tx, [userId])
  if (person?.status !== 'registered' && person?.status !== 'locked') return
  if ((await readAccount(tx))?.status !== 'active') return
  if (!(await localPasswordsAllowed(tx))) {
    const provider = await singleSignOnOf(tx)
    if (!provider || !(await mayBeHinted(platform, tx, userId))) return
    return queueCompanySignInHint(platform, tx, person, provider.name)
  }
  if (await store.hasResetSince(tx, userId, resetId)) return
  await queueResets(platform, tx, [{ resetId, person }], 'person')
  // Who asks is not signed in, and may be anybody.
  await record(tx, endUser('password reset', address), 'password-reset.asked', { kind: 'user', id: userId })
}
