import { Refusal } from '#platform/http/index.ts'

const NAME_TAKEN = 'Another location has this name, apart from case and accents.'

export const locationNameTaken = () =>
  new Refusal(409, 'locations.name-taken', `${NAME_TAKEN} Choose a different one.`, {
    errors: [{ path: 'name', code: 'locations.name-taken', message: NAME_TAKEN }],
  })

/** One in use is deleted only with a replacement. @param count how many people are there */
export const locationInUse = (count: number) =>
  new Refusal(
    409,
    'locations.in-use',
    `${count} people are at this location. Choose the location they are to be at instead, then delete it.`,
    { members: { count } },
  )

/** Somebody cannot be sent elsewhere. @param count how many @param why what keeps the first of them */
export const peopleStay = (count: number, why: Refusal) =>
  new Refusal(
    409,
    'locations.people-stay',
    `${count} people cannot be sent to another location: ${why.message} Nothing was changed.`,
    { members: { count } },
  )

export const replacementUnknown = () =>
  new Refusal(
    422,
    'locations.unknown',
    'This account has no such other location. Choose one from the list.',
    {
      errors: [
        { path: 'replacementId', code: 'locations.unknown', message: 'Choose a location from the list.' },
      ],
    },
  )
