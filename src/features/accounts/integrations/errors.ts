import { Refusal } from '#platform/http/index.ts'

/** @param sentence what is missing */
export const integrationNotAvailable = (sentence: string) =>
  new Refusal(409, 'integrations.not-available', sentence)

/** One that is on as long as what it stands for is on. */
export const setUpElsewhere = () =>
  new Refusal(
    409,
    'integrations.set-up-elsewhere',
    'Single sign-on is turned on and off with the identity provider. Go to Settings › Sign-in.',
  )
