import { Refusal } from '#platform/http/index.ts'

export const profileNameTaken = () =>
  new Refusal(
    409,
    'deployment-profiles.name-taken',
    'Another profile has this name. Choose a different one.',
    {
      errors: [
        { path: 'name', code: 'deployment-profiles.name-taken', message: 'Another profile has this name.' },
      ],
    },
  )

/** DP-1: one in use is deleted only with a replacement. */
export const profileInUse = (count: number) =>
  new Refusal(
    409,
    'deployment-profiles.in-use',
    `${count} subscribers use this profile. Choose the profile they are to get instead, then delete it.`,
    { members: { count } },
  )

export const profileIsDefault = () =>
  new Refusal(
    409,
    'deployment-profiles.is-default',
    'New subscribers get this profile when none is named, so it stays.',
  )

export const profileUnknown = () =>
  new Refusal(
    422,
    'deployment-profiles.unknown',
    'This account has no such profile. Choose one from the list.',
    {
      errors: [
        {
          path: 'profileId',
          code: 'deployment-profiles.unknown',
          message: 'Choose a profile from the list.',
        },
      ],
    },
  )

/** IM-9: who reads a central mailbox must not be able to set up everybody's phone. */
export const centralNeedsPin = () =>
  new Refusal(
    422,
    'deployment-profiles.central-needs-pin',
    'Mail to a central address needs deployment PINs. Require a PIN in this profile, or clear the central address.',
    {
      errors: [
        {
          path: 'pinRequired',
          code: 'deployment-profiles.central-needs-pin',
          message: 'Require a PIN: all deployment e-mails of this profile go to one mailbox.',
        },
      ],
    },
  )
