import { Refusal } from '#platform/http/index.ts'

/** UA-10: the e-mail address is not used by another user of the account. */
export const emailTaken = (email: string) =>
  new Refusal(
    409,
    'users.email-taken',
    `${email} already belongs to someone in this account. Use another address, or change that person.`,
    {
      errors: [
        {
          path: 'email',
          code: 'users.email-taken',
          message: 'This address already belongs to someone in this account.',
        },
      ],
    },
  )

/** The same of many who are added at once, where the database does not say whose address it is. */
export const someEmailTaken = () =>
  new Refusal(
    409,
    'users.email-taken',
    'One of these e-mail addresses was given to somebody else in the meantime. Nobody of these was added; try again.',
  )

/** A number is one person's. */
export const smsNumberTaken = () =>
  new Refusal(
    409,
    'users.sms-number-taken',
    'This SMS number already belongs to someone in this account. Use another number, or take it from that person first.',
    {
      errors: [
        {
          path: 'smsNumber',
          code: 'users.sms-number-taken',
          message: 'This number already belongs to someone in this account.',
        },
      ],
    },
  )

export const locationUnknown = () =>
  new Refusal(422, 'users.location-unknown', 'This account has no such location. Choose one from the list.', {
    errors: [
      { path: 'locationId', code: 'users.location-unknown', message: 'Choose a location from the list.' },
    ],
  })

/** UA-40: who may set what nobody sets by hand. */
const setBy = {
  firstName:
    'A name is given when the person is added; after that only a connected directory or PBX changes it.',
  lastName:
    'A name is given when the person is added; after that only a connected directory or PBX changes it.',
  extension: 'Only a connected PBX or directory sets the extension.',
}

/** A field that only a source may set (UA-40). */
export type FixedField = keyof typeof setBy

/** UA-40: names cannot be edited, and the extension cannot be set at all. */
export function fieldsFixed(fields: FixedField[]): Refusal {
  const sentences = [...new Set(fields.map((field) => setBy[field]))]
  return new Refusal(422, 'users.field-fixed', sentences.join(' '), {
    errors: fields.map((path) => ({ path, code: 'users.field-fixed', message: setBy[path] })),
  })
}

/** UA-41: a field that a source supplies is changed there. @param owned the fields, each with the name of its source */
export function fieldsOwned(owned: Array<[field: string, source: string]>): Refusal {
  const sources = [...new Set(owned.map(([, source]) => source))].join(', ')
  return new Refusal(
    422,
    'users.field-owned',
    `Some of these values come from ${sources}. Change them there: they would be overwritten at the next synchronisation.`,
    {
      errors: owned.map(([path, source]) => ({
        path,
        code: 'users.field-owned',
        message: `This value comes from ${source}. Change it there.`,
      })),
    },
  )
}

/** An account without an admin who can sign in could be entered by nobody. */
export const lastAdmin = () =>
  new Refusal(
    409,
    'users.last-admin',
    'This is the only administrator of the account who can sign in. Make somebody else an administrator first, and wait until they have signed in.',
  )

export const yourself = () =>
  new Refusal(
    409,
    'users.self',
    'Nobody deactivates or deletes themselves. Ask another administrator to do it.',
  )

/** Who selects everybody would shut themselves out with a slip; on one's own page it is meant. */
export const ownRole = () =>
  new Refusal(
    409,
    'users.own-role',
    'Nobody takes the role of administrator from themselves together with others. Change your own role on your own page.',
  )

/** An API key must not get more than it was given by making an admin of its own, or by taking the mailbox or the place of one. */
export const adminByKey = () =>
  new Refusal(
    403,
    'users.admin-by-key',
    'An API key cannot make, change or delete administrators. Sign in as a person to do it.',
  )

/** In bulk, where it was not known when it was asked for that an admin would be let in. */
export const adminUnproven = () =>
  new Refusal(
    403,
    'users.admin-unproven',
    'This person has become an administrator meanwhile, and was not let in again. Reactivate them by themselves.',
  )

/** UA-81 */
export const partnerNotDeletable = () =>
  new Refusal(
    409,
    'users.partner-not-deletable',
    'An administrator of a partner account cannot be deleted. Take the role of administrator away first.',
  )

/** UA-81 */
export const micloudNotDeletable = () =>
  new Refusal(
    409,
    'users.micloud-not-deletable',
    'This person is synchronised from MiCloud Connect and cannot be deleted here. Delete them there.',
  )

/** A column without an index is sorted within a bounded list only. */
export const tooManyToSort = (countMax: number) =>
  new Refusal(
    422,
    'users.too-many-to-sort',
    `More than ${countMax.toLocaleString('en')} people match, too many to sort by this column. Narrow the list by a search or a filter, or sort by another column.`,
  )
