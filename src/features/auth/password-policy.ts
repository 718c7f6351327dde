import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import type { Tx } from '#platform/database/index.ts'
import { type FieldError, invalid } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { readUser } from '../users/index.ts'
import { hashPassword } from './passwords.ts'
import { passwordLengthMin, passwordLengthMinWithSecondFactor } from './schema.ts'
import { findSecondFactor } from './second-factors/store.ts'

/** Whose password it is to be: what others would try first. */
export interface PasswordOwner {
  firstName: string
  lastName: string
  email: string
  accountName: string
  hasSecondFactor: boolean
}

/**
 * Fewer guesses than this, and somebody who tries what people commonly choose would be there too soon: each place has five tries, then pauses
 * (`attempts.ts`). docs/decisions/0028-passwords.md.
 */
const guessesMin = 1_000_000

/** What is left of a password beside the words about its owner has at least as many letters and digits. */
const ownShareMin = 6

/** Judging takes longer the longer the text; a password whose beginning is hard enough is hard enough. Measured: 14 ms at worst, a fifth of argon2. */
const judgedLength = 48

/**
 * Judges a password that somebody has chosen, and hashes it. The only way to a hash that is kept.
 * @param field where the password stands in the request
 * @returns PHC string
 * @throws Refusal 422 with a field error `auth.password-too-short` or `auth.password-too-easy`; 503 `auth.busy`
 */
export async function acceptPassword(
  platform: Pick<Platform, 'passwordCost'>,
  password: string,
  owner: PasswordOwner,
  field = 'password',
): Promise<string> {
  const fault = tooShort(password, owner) ?? (await tooEasy(password, owner))
  if (fault) throw invalid([{ path: field, ...fault }])
  return hashPassword(platform, password)
}

/** What a person's password is judged by; undefined: there is nobody. */
export async function passwordOwner(tx: Tx, userId: string): Promise<PasswordOwner | undefined> {
  const user = await readUser(tx, userId)
  const account = await readAccount(tx)
  if (!user || !account) return undefined
  const { firstName, lastName, email } = user
  return {
    firstName,
    lastName,
    email,
    accountName: account.name,
    hasSecondFactor: (await findSecondFactor(tx, userId)) !== undefined,
  }
}

/** How many characters the person's password has at least: fewer beside a second factor. */
export function lengthMinOf({ hasSecondFactor }: Pick<PasswordOwner, 'hasSecondFactor'>): number {
  return hasSecondFactor ? passwordLengthMinWithSecondFactor : passwordLengthMin
}

type Fault = Omit<FieldError, 'path'>

function tooShort(password: string, owner: PasswordOwner): Fault | undefined {
  const min = lengthMinOf(owner)
  // In characters as people count them, and as they are hashed.
  if ([...password.normalize('NFKC')].length >= min) return undefined
  return { code: 'auth.password-too-short', message: `Use at least ${min} characters, such as a few words.` }
}

/**
 * Whether the password is among those that are tried first: common ones, ones from breaches, rows of keys, repetitions, words about the person.
 * @returns a sentence that says what to do
 */
export async function tooEasy(
  password: string,
  owner: Omit<PasswordOwner, 'hasSecondFactor'>,
): Promise<Fault | undefined> {
  const words = wordsAbout(owner)
  if (isAboutOwner(password, words)) {
    return {
      code: 'auth.password-too-easy',
      message:
        'Others would try your name, your e-mail address or the name of the account. Add a few other words.',
    }
  }
  const judge = await judgeOnce()
  const begin = [...password.normalize('NFKC')].slice(0, judgedLength).join('')
  if (judge.check(begin, words).guesses >= guessesMin) return undefined
  return {
    code: 'auth.password-too-easy',
    message:
      'This password is among those that are tried first. Use a few words that have nothing to do with each other.',
  }
}

function wordsAbout({
  firstName,
  lastName,
  email,
  accountName,
}: Omit<PasswordOwner, 'hasSecondFactor'>): string[] {
  const given = ['rollcall', firstName, lastName, email, accountName]
  const parts = given.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map(folded)
  return [...new Set(parts)].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length)
}

/** `annakuehn2026` of Anna Kuehn: made of what everybody knows of her. */
function isAboutOwner(password: string, words: string[]): boolean {
  const whole = folded(password)
  const rest = words.reduce((text, word) => text.replaceAll(word, ' '), whole)
  return rest !== whole && rest.replace(/[^\p{L}\p{N}]/gu, '').length < ownShareMin
}

/** Case and accents make no password. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

let judge: Promise<ZxcvbnFactory> | undefined

/** The dictionaries take 40 ms to load: once, and only where somebody chooses a password. */
function judgeOnce(): Promise<ZxcvbnFactory> {
  judge ??= loadJudge()
  return judge
}

async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}
