import { describe, expect, test } from 'vitest'
import type { NumberAccount, NumberProvider, RentedNumber } from './numbers.ts'

/** An outside system with one account, as a connector's test plays it. */
export interface PlayedProvider extends AsyncDisposable {
  provider: NumberProvider
  account: NumberAccount
}

/** What is rented there. */
export interface PlayedNumber {
  number: string
  friendlyName: string
  sms: boolean
}

/** What every provider of numbers does, whoever it is. @param play starts one that rents these */
export function keepsContractOfNumbers(play: (numbers: PlayedNumber[]) => Promise<PlayedProvider>): void {
  const numbers = Array.from({ length: 2_345 }, (_, place) => ({
    number: `+1202${5_550_000 + place}`,
    friendlyName: `Number ${place}`,
    sms: place % 7 !== 0,
  }))

  describe('the contract of a provider of numbers', () => {
    test('UA-12: every number that can send SMS is listed once, with its name, and no other', async () => {
      await using played = await play(numbers)
      const listed = await allOf(played)
      const wanted = numbers
        .filter(({ sms }) => sms)
        .map(({ number, friendlyName }) => ({ sid: expect.any(String), number, friendlyName }))
      expect(listed).toEqual(wanted)
      expect(new Set(listed.map(({ sid }) => sid)).size).toBe(wanted.length)
    })

    test('an account without numbers lists none, and may be read', async () => {
      await using played = await play([])
      expect(await allOf(played)).toEqual([])
      await played.provider.check(played.account)
    })

    test('a wrong secret is refused with a code and a sentence that does not hold it', async () => {
      await using played = await play(numbers.slice(0, 3))
      const account = { ...played.account, secret: 'not-the-secret-of-this-account' }
      for (const attempt of [
        () => played.provider.check(account),
        () => allOf({ provider: played.provider, account }),
      ]) {
        const error = await attempt().then(
          () => undefined,
          (thrown: Error) => thrown,
        )
        expect(error).toMatchObject({
          name: 'ConnectorError',
          code: expect.stringMatching(/\.unauthorised$/),
        })
        expect(error?.message).not.toContain(account.secret)
      }
    })
  })
}

/** Everything that is listed, page by page. */
export async function allOf({
  provider,
  account,
}: Pick<PlayedProvider, 'provider' | 'account'>): Promise<RentedNumber[]> {
  const listed: RentedNumber[] = []
  for await (const page of provider.list(account)) listed.push(...page)
  return listed
}
