import { createHmac } from 'node:crypto'

/** Digits of a generated PIN: with five tries each, one in 200,000 is guessed (MU-11 allows 4 to 20). */
const usualDigits = 6

/** How many digits it takes so that each of so many can have a different PIN: six for up to a million, eight for more. */
export function digitsFor(count: number): number {
  let digits = usualDigits
  while (10 ** digits < count) digits += 2
  return digits
}

/**
 * The PIN at one place of a secret order in which every PIN of so many digits occurs once: two places never have the same PIN, and nothing
 * needs to remember those that were given. Whoever knows some of them learns nothing of the others without the key. The order is a Feistel
 * network over the two halves of the digits: ten rounds of a keyed hash, as in FF1 of NIST SP 800-38G, which asks for a million values at least.
 * @param ordinal from 0; less than 10 to the power of `digits`, which is even
 */
export function pinAt(key: Buffer, ordinal: number, digits: number): string {
  const half = 10 ** (digits / 2)
  let left = Math.floor(ordinal / half)
  let right = ordinal % half
  for (let round = 0; round < rounds; round++) {
    const shift = createHmac('sha256', key).update(`${digits} ${round} ${right}`).digest().readUIntBE(0, 6)
    ;[left, right] = [right, (left + shift) % half]
  }
  return String(left * half + right).padStart(digits, '0')
}

const rounds = 10
