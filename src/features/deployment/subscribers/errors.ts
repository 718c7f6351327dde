import { type FieldError, Refusal } from '#platform/http/index.ts'

/** MU-9: without a border gateway the PBX fields must be entered by hand. */
export function standAlone(missing: string[]): Refusal {
  const labels: Record<string, string> = {
    pbxSipHost: 'PBX SIP host',
    pbxSipUserName: 'PBX SIP user name',
    pbxSipPassword: 'PBX SIP password',
  }
  const errors: FieldError[] = missing.map((path) => ({
    path,
    code: 'subscribers.stand-alone',
    message: `Enter the ${labels[path]}: this profile has no border gateway and nothing else supplies it.`,
  }))
  return new Refusal(
    422,
    'subscribers.stand-alone',
    `Enter ${missing.map((path) => labels[path]).join(', ')}. The profile has no border gateway (stand-alone deployment), so the phone needs them. Or choose a profile that does not deploy.`,
    { errors },
  )
}

/** MU-7: a field supplied by a component is changed there. */
export function ownedFields(fields: string[]): Refusal {
  const errors = fields.map((path) => ({
    path,
    code: 'subscribers.field-owned',
    message: 'This value comes from a connected component. Change it there.',
  }))
  return new Refusal(
    422,
    'subscribers.field-owned',
    'Some of these values come from a connected component. Change them there.',
    { errors },
  )
}

/** An HA1 is made of the user name too: under another one no phone could register with it. */
export function hashesOfOtherUser(paths: Array<'pbxSipPassword' | 'mbgSipPassword'>): Refusal {
  const errors: FieldError[] = paths.map((path) => ({
    path,
    code: 'subscribers.hash-of-other-user',
    message:
      'Only a hash (HA1) is stored, and it was made for the user name as it was. Enter the password, or an HA1 for the new user name.',
  }))
  const sentence =
    'The stored SIP password is a hash (HA1) that is good for the present user name only, so no phone could register with the new one. Enter the password, or an HA1 for the new user name, together with it.'
  return new Refusal(422, 'subscribers.hash-of-other-user', sentence, { errors })
}

/** A column without an index is sorted within a bounded list only. */
export const tooManyToSort = (countMax: number) =>
  new Refusal(
    422,
    'subscribers.too-many-to-sort',
    `More than ${countMax.toLocaleString('en')} users match, too many to sort by this column. Narrow the list by a search or a filter, or sort by another column.`,
  )

export const userUnknown = () =>
  new Refusal(422, 'subscribers.user-unknown', 'This account has no such user.', {
    errors: [{ path: 'userId', code: 'subscribers.user-unknown', message: 'Choose a user from the list.' }],
  })

/** Who is deactivated sees no portal, so a number would be given to nobody. */
export function userDeactivated(): Refusal {
  const message = 'This person is deactivated. Reactivate them first, or choose somebody else.'
  return new Refusal(422, 'subscribers.user-deactivated', message, {
    errors: [{ path: 'userId', code: 'subscribers.user-deactivated', message }],
  })
}
