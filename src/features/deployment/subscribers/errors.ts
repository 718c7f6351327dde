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
