import { Refusal } from '#platform/http/index.ts'

/** Unknown and malformed links answer alike. */
export const linkUnknown = () =>
  new Refusal(
    404,
    'deployment.link-unknown',
    'This link is unknown or has expired. Ask your administrator for a new one.',
  )

export const linkGone = (because: 'expired' | 'revoked' | 'used') =>
  new Refusal(410, `deployment.link-${because}`, goneSentences[because])

const goneSentences = {
  expired: 'This link has expired. Ask your administrator for a new one.',
  revoked: 'This link has been replaced or withdrawn. Use the newest e-mail, or ask your administrator.',
  used: 'This link has already been used. Ask your administrator for a new one to set up another phone.',
}

export const pinNeeded = () =>
  new Refusal(422, 'deployment.pin-malformed', 'Enter the PIN your administrator gave you: 4 to 20 digits.', {
    errors: [{ path: 'pin', code: 'deployment.pin-malformed', message: 'Enter 4 to 20 digits.' }],
  })

export const pinWrong = (attemptsLeft: number) =>
  new Refusal(403, 'deployment.pin-wrong', `This PIN is not right. You have ${attemptsLeft} more attempts.`, {
    members: { attemptsLeft },
  })

export const pinLocked = () =>
  new Refusal(423, 'deployment.locked', 'Too many wrong PINs. Ask your administrator to unlock you.')

/** Wrong PINs on too many links from one network. Says nothing of the link, on which nothing was counted. */
export const networkStopped = (waitSeconds: number) =>
  new Refusal(
    429,
    'deployment.network-stopped',
    'Wrong PINs were entered for many links from your network. Try again in an hour or from another network.',
    { headers: { 'retry-after': String(waitSeconds) } },
  )

export const clientNotOffered = (reason: string) =>
  new Refusal(
    422,
    'deployment.client-not-offered',
    'This app cannot be set up with this link. Choose another app.',
    {
      errors: [
        { path: 'client', code: `deployment.client-not-offered`, message: `Choose another app (${reason}).` },
      ],
    },
  )

/** A link that works, but for no app: only the administrator can change record or profile. */
export const noAppOffered = () =>
  new Refusal(
    409,
    'deployment.no-app-offered',
    'No app can be set up with this link at present. Ask your administrator.',
  )

/** A ticket that is unknown, over, or belongs to a link that has ended. */
export const ticketGone = () =>
  new Refusal(410, 'deployment.ticket-gone', 'This address is no longer valid. Open your link again.')

export const clientUnknown = () =>
  new Refusal(
    404,
    'deployment.client-unknown',
    'No client has this address. Set the app up again with a new link.',
  )

/** A client that ended, of a kind that no document can reset. */
export const clientRevoked = () =>
  new Refusal(
    410,
    'deployment.client-revoked',
    'This client was removed. Delete its configuration; set the app up again with a new link.',
  )
