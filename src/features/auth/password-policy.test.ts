import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { acceptPassword, type PasswordOwner } from './password-policy.ts'
import { verifyPassword } from './passwords.ts'
import { newPassword } from './schema.ts'

const means = { passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 } }
const anna: PasswordOwner = {
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  accountName: 'Acme Logistics',
  hasSecondFactor: false,
}
const withSecondFactor = { ...anna, hasSecondFactor: true }

/** The code of the field's error; undefined where it was taken. */
async function refusal(password: string, owner = anna): Promise<string | undefined> {
  const error = await acceptPassword(means, password, owner).then(
    () => undefined,
    (reason) => reason,
  )
  if (error !== undefined) expect(error).toMatchObject({ status: 422, code: 'http.invalid' })
  return error?.errors[0].code
}

describe('NIST SP 800-63B-4, 3.1.1.2: the length of a password', () => {
  test('is 15 characters at least where it stands alone, 8 beside a second factor', async () => {
    expect(await refusal('tide walk lamp')).toBe('auth.password-too-short')
    expect(await refusal('tide walk lamps')).toBeUndefined()
    expect(await refusal('tidewlk', withSecondFactor)).toBe('auth.password-too-short')
    expect(await refusal('x7Kp2mQa', withSecondFactor)).toBeUndefined()
  })

  test('is said for both where it is too short for everybody, whose password it is not yet known', () => {
    expect(newPassword.safeParse('7 chars').error?.issues[0]?.message).toBe(
      'Use at least 15 characters, such as a few words; beside a second factor 8 are enough.',
    )
  })

  test('is counted in characters of Unicode after NFKC, whatever bytes they take', async () => {
    // Each of these is two units of UTF-16 and four bytes: 14 of them are too few, 15 are enough.
    const tree = ['🌲', '🐋', '🎻', '🛶', '🧭', '🌵', '🪁', '🫖', '🦉', '🍐', '🚲', '🪴', '🧶', '🪨', '🛎']
    expect(await refusal(tree.slice(0, 14).join(''))).toBe('auth.password-too-short')
    expect(await refusal(tree.join(''))).toBeUndefined()
    // One key that makes two characters when it is hashed: ﬁ is f and i.
    expect(await refusal('ﬁshes walk lamp')).toBeUndefined()
    expect(await refusal('ﬁsh walk lamps')).toBeUndefined()
  })

  test('may be 64 characters and more; all of them are hashed', async () => {
    const long = 'the quiet river carries forty paper boats past the old mill tonight, slowly'
    const hash = await acceptPassword(means, long, anna)
    expect(await verifyPassword(means, long, hash)).toBe(true)
    expect(await verifyPassword(means, `${long.slice(0, -1)}z`, hash)).toBe(false)
  })
})

describe('NIST SP 800-63B-4, 3.1.1.2: what a password is made of', () => {
  test.each([
    'carla counts the stairs',
    'correct horse battery staple',
    'mein hund heißt wirklich rex',
    'мой кот спит на крыше',
    '我家的猫今天在屋顶上睡觉了非常安静',
    'a long password of your own',
    'anna waters seven plants',
    'lampe dachs urlaub',
    'blue tree house',
    'der runde rote ball',
    'correcthorsebatterystaple',
    'मेरी बिल्ली छत पर सोती है',
    '우리 고양이는 지붕에서 잔다',
  ])('is up to its owner: %s is taken without capitals, digits or symbols', async (password) => {
    expect(await refusal(password)).toBeUndefined()
  })
})

describe('Password guessing: what a password manager makes is taken', () => {
  test.each([
    ['fifteen letters', 15, 'abcdefghijklmnopqrstuvwxyz'],
    ['fifteen letters and digits', 15, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'],
    ['eight beside a second factor', 8, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'],
  ])('%s by chance, each of a hundred', async (_what, length, signs) => {
    const owner = length < 15 ? withSecondFactor : anna
    for (let made = 0; made < 100; made++) {
      const password = Array.from({ length }, () => signs[randomInt(signs.length)]).join('')
      expect(await refusal(password, owner), password).toBeUndefined()
    }
  })
})

describe('NIST SP 800-63B-4, 3.1.1.2: a password that is tried first is refused', () => {
  test.each([
    ['a common one', 'iloveyouiloveyou'],
    ['a common one with the usual replacements', 'P@ssw0rdP@ssw0rd'],
    ['common ones joined', 'footballbaseball'],
    ['a common one with digits behind it', 'Password12345678'],
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['digits in order', '123456789012345'],
    ['a row of keys', 'qwertyuiopasdfgh'],
    ['letters in order', 'abcdefghijklmnop'],
    ['the service', 'rollcallrollcall'],
    ['the name of the account', 'acme logistics 2026'],
    ['the e-mail address', 'anna.kuehn@acme.example'],
    ['the names of the person', 'Kühn, Anna Kühn 99'],
    ['the service with the usual replacements', 'r0llc4llr0llc4ll'],
    ['the service backwards', 'llacllorllacllor'],
    ['the names without accents', 'kuhnannakuhn2026'],
    ['a repetition as long as may be', 'password'.repeat(25)],
    ['a common one and digits in order', 'administrator123'],
    ['a common one, digits in order and a sign', 'Welcome123456789!'],
    ['common ones joined, with digits', 'iloveyouforever123'],
    ['common ones that make a sentence', 'thisismypassword'],
    ['keys from above and below in turn', '1q2w3e4r5t6y7u8i'],
    ['columns of keys', 'zaq12wsxcde34rfv'],
    ['a season and a year, twice', 'Winter2025!Winter2025!'],
    ['a common one of another language', 'motdepasse123456'],
    ['a common one with its accent and digits', 'contraseña123456'],
    ['the name of the account and a year, twice', 'Acme2026!Acme2026!'],
    ['the name of the account with the usual replacements', '4cm3 L0g1st1cs 2026'],
    ['the names of the person and a row of digits', 'kuehn.anna.1234567'],
    ['the names, the account and a year', 'annakuehn2026acme'],
    ['a common one and the service', 'Welcome2Rollcall'],
    ['the service and a digit', 'rollcallrollcall1'],
  ])('%s: %s', async (_what, password) => {
    expect(await refusal(password)).toBe('auth.password-too-easy')
  })

  test('also where the name is written without its umlaut, in an account that nothing else tells it from', async () => {
    const owner = { ...anna, email: 'ak@acme.example' }
    expect(await refusal('Kuehn1234 Kuehn1234', owner)).toBe('auth.password-too-easy')
  })

  test('not one that begins with what everybody knows and goes on with a few words', async () => {
    expect(await refusal('anna.kuehn@acme.example kettle moss rain')).toBeUndefined()
  })

  test('not one that only holds a word about the person inside another', async () => {
    const eva = { ...anna, firstName: 'Eva', email: 'eva@acme.example' }
    expect(await refusal('elevator moss rain', eva)).toBeUndefined()
    expect(await refusal('elevator12345678', eva)).toBe('auth.password-too-easy')
  })

  test('beside a second factor too', async () => {
    expect(await refusal('password', withSecondFactor)).toBe('auth.password-too-easy')
    expect(await refusal('Anna2026', withSecondFactor)).toBe('auth.password-too-easy')
  })

  test('with a sentence that says what to do, at the field where it was typed', async () => {
    const refused = acceptPassword(means, 'iloveyouiloveyou', anna, 'newPassword')
    await expect(refused).rejects.toMatchObject({
      errors: [{ path: 'newPassword', message: expect.stringMatching(/Use a few words/) }],
    })
  })
})
