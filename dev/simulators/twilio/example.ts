import type { GivenAccount } from './account.ts'

const countOfNumbers = 24

/** An account with numbers to give, and one that cannot send SMS. Ofcom keeps +44 7700 900000 to 900999 for drama, so that nobody has them. */
export const exampleAccount = {
  sid: `AC${'5'.repeat(32)}`,
  authToken: 'the-auth-token-of-the-demo',
  numbers: [
    ...Array.from({ length: countOfNumbers }, (_, place) => ({
      number: `+44${7_700_900_100 + place}`,
      friendlyName: `Mobile ${place + 1}`,
    })),
    { number: '+442079460000', friendlyName: 'Reception', sms: false },
  ],
  available: [{ number: '+15005550006', friendlyName: '(500) 555-0006' }],
} satisfies GivenAccount
