import { Refusal } from '#platform/http/index.ts'

export const notSignedIn = () => new Refusal(401, 'auth.not-signed-in', 'Sign in to go on.')

export const wrongCredentials = () =>
  new Refusal(401, 'auth.wrong-credentials', 'The e-mail address or the password is not right. Try again.')

/** Too many failures: `waitSeconds` is told in the sentence and as `Retry-After`. */
export const tooManyAttempts = (waitSeconds: number) =>
  new Refusal(
    429,
    'auth.too-many-attempts',
    `Too many wrong attempts. Try again in ${spanOf(waitSeconds)}.`,
    {
      headers: { 'retry-after': String(waitSeconds) },
    },
  )

/** More passwords wait to be verified than can be soon. */
export const passwordsBusy = () =>
  new Refusal(503, 'auth.busy', 'Too many people are signing in at this moment. Try again in 5 seconds.', {
    headers: { 'retry-after': '5' },
  })

/** Whoever sits at an open session has guessed too often. */
export const signedOutByGuesses = () =>
  new Refusal(
    401,
    'auth.not-signed-in',
    'The password was wrong five times, so you have been signed out. Sign in again.',
  )

export const stepUpRequired = () =>
  new Refusal(403, 'auth.step-up-required', 'Enter your password again to do this.')

export const notAllowed = (allows: string) =>
  new Refusal(
    403,
    'auth.not-allowed',
    `Your role does not include this: ${allows} Ask an admin of the account.`,
  )

export const accountChoice = (accounts: Array<{ id: string; name: string }>) =>
  new Refusal(409, 'auth.account-choice', 'You belong to several accounts. Choose one.', {
    members: { accounts },
  })

export const setUpLinkUnknown = () =>
  new Refusal(410, 'auth.set-up-link-unknown', 'This link is unknown, used or expired. Ask for a new one.')

export const alreadyRegistered = (name: string) =>
  new Refusal(
    409,
    'auth.already-registered',
    `${name} has finished building the account and can sign in. There is nothing to send.`,
  )

export const personDeactivated = (name: string) =>
  new Refusal(
    409,
    'auth.person-deactivated',
    `${name} is deactivated and may not sign in. Activate them first, then send the e-mail.`,
  )

/** At the shell, where everything may be known. */
export const adminUnknown = (email: string, accountName: string) =>
  new Refusal(
    404,
    'auth.admin-unknown',
    `${email} is no admin of ${accountName} who may sign in. Look for a typing error, or add them with "rollcall admin add-admin".`,
  )

function spanOf(seconds: number): string {
  if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
