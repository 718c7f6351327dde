import { Refusal } from '#platform/http/index.ts'

export const subscriberUnknown = () =>
  new Refusal(422, 'deployment-email.subscriber-unknown', 'This account has no such subscriber.', {
    errors: [
      {
        path: 'subscriberId',
        code: 'deployment-email.subscriber-unknown',
        message: 'Choose a subscriber from the list, or none for a sample person.',
      },
    ],
  })

/** DP-4: tests go to verified admins only, so that nobody writes to strangers through our mailer. */
export const recipientNotAdmin = () =>
  new Refusal(
    422,
    'deployment-email.recipient-not-admin',
    'A test goes only to you or to another admin of this account who has signed in before.',
    {
      errors: [
        {
          path: 'recipientUserId',
          code: 'deployment-email.recipient-not-admin',
          message: 'Choose an admin of this account who has signed in before, or nobody for yourself.',
        },
      ],
    },
  )

export const tooManyTests = (retryAfterSeconds: number) =>
  new Refusal(
    429,
    'deployment-email.too-many-tests',
    `This account has sent its tests for this hour. Look at the preview meanwhile, and send the next test in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
    { headers: { 'retry-after': String(retryAfterSeconds) } },
  )
