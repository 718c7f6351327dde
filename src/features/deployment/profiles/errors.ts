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

/** DP-1: new subscribers get it, so another must be the default first. */
export const profileIsDefault = () =>
  new Refusal(
    409,
    'deployment-profiles.is-default',
    'New users get this profile when none is named. Make another profile the default, then delete this one.',
  )

/** Every account keeps a profile for those who are to get no softphone. */
export const lastDoNotDeploy = () =>
  new Refusal(
    409,
    'deployment-profiles.last-do-not-deploy',
    'This is the only profile that does not deploy, and every account keeps one. Add another such profile first.',
  )

/** A profile that comes or goes in a running operation is neither deleted, nor a replacement, nor made the default. */
export const profileInReplacement = () =>
  new Refusal(
    409,
    'deployment-profiles.in-replacement',
    'Users are being moved from or to this profile at the moment. Wait until the operation has ended, or cancel it.',
  )

/** Ends the operation that moves people to it. */
export const replacementGone = () =>
  new Refusal(
    409,
    'deployment-profiles.replacement-gone',
    'The profile that these users were to get does not exist any more. Delete the profile again, with another replacement.',
  )

/** MU-9: nobody loses the border gateway unnoticed. @param count how many would lack PBX fields */
export const pbxFieldsMissing = (count: number) =>
  new Refusal(
    409,
    'deployment-profiles.pbx-fields-missing',
    `${count} of these users would have no PBX SIP host, user name or password to register with, because the profile names no MBG. Enter them first, or confirm the number.`,
    { members: { count } },
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
