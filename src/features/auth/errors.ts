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
    'The password or code was wrong five times, so you have been signed out. Sign in again.',
  )

export const stepUpRequired = () =>
  new Refusal(403, 'auth.step-up-required', 'Prove again who you are to do this.')

/** The current password, given in order to change it. */
export const wrongPassword = () => {
  const message = 'This is not your current password. Try again.'
  return new Refusal(403, 'auth.wrong-password', message, {
    errors: [{ path: 'currentPassword', code: 'auth.wrong-password', message }],
  })
}

/** The password, given again for a delicate act: the session goes on, and whoever sits there has shown an address already. */
export const wrongProof = () => {
  const message = 'This is not your password. Try again.'
  return new Refusal(403, 'auth.wrong-password', message, {
    errors: [{ path: 'password', code: 'auth.wrong-password', message }],
  })
}

/** The password was right, and the account of the person is protected by a second factor. */
export const secondFactorRequired = () =>
  new Refusal(401, 'auth.second-factor-required', 'Enter the code from your authenticator app.')

export const wrongSecondFactor = () =>
  new Refusal(
    401,
    'auth.wrong-second-factor',
    'That code is not right, or was used already. Enter the one that the app shows now.',
  )

/** Told to whoever gave the right password and then the last wrong code; from then on the person answers like a wrong password. */
export const personLocked = () =>
  new Refusal(
    403,
    'auth.locked',
    'Too many wrong codes: this sign-in is locked. Reset the password by e-mail, or ask an admin to unlock it.',
  )

export const secondFactorToEnrol = () =>
  new Refusal(
    403,
    'auth.second-factor-to-enrol',
    'This account asks its administrators for a second factor. Set up an authenticator app first.',
  )

/** Told to an admin of the partner. */
export const customerNeedsSecondFactor = () =>
  new Refusal(
    403,
    'auth.customer-needs-second-factor',
    'This customer asks everybody who administers it for a second factor, and you have none. Set up an authenticator app under Security, then come back.',
  )

export const noEnrolment = () =>
  new Refusal(
    409,
    'auth.no-enrolment',
    'No authenticator app is being set up, or it was begun more than an hour ago. Begin again.',
  )

export const secondFactorNeeded = () =>
  new Refusal(
    409,
    'auth.second-factor-needed',
    'This account asks its administrators for a second factor, so yours cannot be removed. Set up another app instead.',
  )

/** At the shell. */
export const noSecondFactor = (name: string) =>
  new Refusal(409, 'auth.no-second-factor', `${name} has no second factor. There is nothing to remove.`)

export const enrolFirst = () =>
  new Refusal(
    409,
    'auth.enrol-first',
    'Only an admin of this account who has a second factor can ask the others for one. Set up yours first.',
  )

/** A machine asks for what belongs to a person. */
export const sessionNeeded = () =>
  new Refusal(403, 'auth.session-needed', 'An API key cannot do this. Sign in as a person.')

/** Alike for every key that opens nothing. The header says to programs what it is about (RFC 6750, 3.1). */
export const apiKeyUnknown = () =>
  new Refusal(
    401,
    'auth.api-key-unknown',
    'This API key is unknown, revoked or expired. Use another, or ask an admin of the account for one.',
    { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  )

/** A key asks for what it was not given. `scope` names what it lacks. */
export const scopeMissing = (scope: string) =>
  new Refusal(
    403,
    'auth.scope-missing',
    `This API key does not have the scope ${scope}. Use one that has it, or have one made.`,
    { members: { scope } },
  )

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

/** @param waitSeconds told as the time when they are over, because it may be read later, and as `Retry-After` */
export const mailedOften = (name: string, waitSeconds: number, now: Date) => {
  const minuteMs = 60_000
  const overAt = new Date(Math.ceil((now.getTime() + waitSeconds * 1_000) / minuteMs) * minuteMs)
  const [day, time] = overAt.toISOString().split('T') as [string, string]
  return new Refusal(
    429,
    'auth.mailed-often',
    `${name} was sent this e-mail several times in 24 hours. It can be sent again from ${time.slice(0, 5)} UTC on ${day}.`,
    { headers: { 'retry-after': String(waitSeconds) } },
  )
}

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
