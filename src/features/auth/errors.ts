import { Refusal } from '#platform/http/index.ts'

export const notSignedIn = () => new Refusal(401, 'auth.not-signed-in', 'Sign in to go on.')

export const wrongCredentials = () =>
  new Refusal(401, 'auth.wrong-credentials', 'The e-mail address or the password is not right. Try again.')

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
