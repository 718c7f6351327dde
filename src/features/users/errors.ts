import { Refusal } from '#platform/http/index.ts'

/** UA-10: the e-mail address is not used by another user of the account. */
export const emailTaken = (email: string) =>
  new Refusal(
    409,
    'users.email-taken',
    `${email} already belongs to someone in this account. Use another address, or change that person.`,
    {
      errors: [
        {
          path: 'email',
          code: 'users.email-taken',
          message: 'This address already belongs to someone in this account.',
        },
      ],
    },
  )
