// Values to choose from, free of zod, so that a page can name them without the rules of every field.

/** What the list of people can be narrowed to (UA-20), in the order of the source document. */
export const properties = [
  'admins',
  'users',
  'registered',
  'unregistered',
  'pbx-users',
  'micloud-connected',
  'iot-connected',
  'inactive',
  'location',
] as const

export const userStatuses = ['unregistered', 'invited', 'registered', 'inactive', 'locked'] as const

/** What became of the welcome e-mail of somebody who has not registered. `not-sent`: it never went, for a reason that is told. */
export const invitationStates = ['queued', 'sent', 'failed', 'not-sent', 'expired'] as const

/** Where a person comes from; what supplies them owns fields of theirs (UA-41). */
export const userOrigins = ['manual', 'pbx', 'scim', 'ldap', 'micloud', 'iot'] as const

/** Products for which people hold licences. */
export const products = ['miteam-meetings', 'micollab', 'mivoice-business', 'mitel-cx'] as const

/** Orders of the list. The first six have an index and hold at any size; the others sort at most 10,000 matches. */
export const userSorts = [
  'lastName',
  'email',
  'extension',
  'lastModifiedAt',
  'lastSignInAt',
  'status',
  'firstName',
  'mobile',
  'smsNumber',
  'role',
  'location',
  'origin',
] as const
