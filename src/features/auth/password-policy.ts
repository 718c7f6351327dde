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
 * Fewer guesses than this, and the password is one of those that are tried: common words and rows of keys joined with years and digits. Three words
 * that have nothing to do with each other take more. docs/decisions/0028-passwords.md.
 */
const guessesMin = 1_000_000_000

/** Where a short password is taken: eight characters by chance are worth a hundred million to the judge. */
export const guessesMinOfShort = 1_000_000

/** Judging takes longer the longer the text; a password whose beginning is hard enough is hard enough. Measured: 23 ms of a busy processor at worst, 1 of a phrase. */
const judgedLength = 24

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
  const guessesLeast = owner.hasSecondFactor ? guessesMinOfShort : guessesMin
  const fault = tooShort(password, owner) ?? (await tooEasy(password, owner, guessesLeast))
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
 * Whether the password is among those that are tried first: common ones, ones from breaches, rows of keys, repetitions. Words about the person are
 * worth nothing: they are taken out, and what is left is judged.
 * @param guessesLeast how many it must take
 * @returns a sentence that says what to do
 */
export async function tooEasy(
  password: string,
  owner: Omit<PasswordOwner, 'hasSecondFactor'>,
  guessesLeast: number,
): Promise<Fault | undefined> {
  const judge = await judgeOnce()
  const words = wordsAbout(owner)
  const isEasy = (text: string) => judge.check(begin(text)).guesses < guessesLeast
  const whole = folded(password)
  const rest = without(words, whole)
  if (rest !== whole && isEasy(rest)) {
    return {
      code: 'auth.password-too-easy',
      message:
        'Others would try your name, your e-mail address or the name of the account. Add a few other words.',
    }
  }
  // The whole too: a word that is cut out of another (Eva, elevator) leaves what no list knows.
  if (!isEasy(whole)) return undefined
  return {
    code: 'auth.password-too-easy',
    message:
      'This password is among those that are tried first. Use a few words that have nothing to do with each other.',
  }
}

function begin(text: string): string {
  return [...text].slice(0, judgedLength).join('')
}

function wordsAbout({
  firstName,
  lastName,
  email,
  accountName,
}: Omit<PasswordOwner, 'hasSecondFactor'>): string[] {
  const given = ['rollcall', firstName, lastName, email, accountName]
  const parts = given
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)])
    .flatMap((text) => [folded(text), folded(spelledOut(text))])
  const long = parts.filter((word) => word.length >= 3)
  const backwards = long.map((word) => [...word].toReversed().join(''))
  return [...new Set([...long, ...backwards])].sort((a, b) => b.length - a.length)
}

/** `Acme2026!Acme2026!` of somebody at Acme: what everybody knows of them goes, with the usual replacements too. */
function without(words: string[], whole: string): string {
  return words.reduce((text, word) => {
    const shape = shapeOf(word)
    let rest = text
    for (let at = shapeOf(rest).indexOf(shape); at >= 0; at = shapeOf(rest).indexOf(shape)) {
      rest = rest.slice(0, at) + rest.slice(at + word.length)
    }
    return rest
  }, whole)
}

/** As long as the text, and equal for what people put in place of each other. */
function shapeOf(text: string): string {
  return text.replace(/[0134578@$!l]/g, (sign) => replaced[sign] ?? sign)
}

const replaced: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  l: 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '8': 'b',
}

/** Case and the accents of Latin, Greek and Cyrillic letters make no password; the vowel signs of other scripts are letters. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .normalize('NFKC')
}

/** `kuehn` for Kühn. */
function spelledOut(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüß]/g, (letter) => spelled[letter] ?? letter)
}

const spelled: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

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
