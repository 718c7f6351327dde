import { badInput, CommandEnd, exitCodes } from './ends.ts'
import { pagesOf } from './pages.ts'
import { candidatesShown, folded, isId, type Place } from './place.ts'

/** Records as a command names them. */
export interface Findable {
  /** Below the account, as in `users`. */
  path: string
  one: string
  many: string
  /** What else than its id a record may be called by, such as its e-mail address. Compared as a whole, in whatever case. */
  calledBy: readonly string[]
  /** The list finds records by a search for it. */
  searched: boolean
}

export const people: Findable = {
  path: 'users',
  one: 'person',
  many: 'people',
  calledBy: ['email'],
  searched: true,
}
export const subscribers: Findable = {
  path: 'subscribers',
  one: 'subscriber',
  many: 'subscribers',
  calledBy: ['directoryNumber', 'email'],
  searched: true,
}
export const profiles: Findable = {
  path: 'deployment-profiles',
  one: 'profile',
  many: 'profiles',
  calledBy: ['name'],
  searched: false,
}
export const locations: Findable = {
  path: 'locations',
  one: 'location',
  many: 'locations',
  calledBy: ['name'],
  searched: true,
}

/**
 * The id of the record that is called so.
 * @throws CommandEnd when none or several are; those that may be meant are listed
 */
export async function idOf(
  place: Place,
  { path, one, many, calledBy, searched }: Findable,
  given: string,
): Promise<string> {
  if (isId(given)) return given.toLowerCase()
  // An empty name does not stand for the records that have no directory number.
  if (folded(given) === '') throw badInput(`Say which ${one}: the name is empty.`)
  const query = searched ? { search: given } : {}
  const found: Array<Record<string, string | null> & { id: string }> = []
  for await (const page of pagesOf<(typeof found)[number]>(place.service, `${place.path}/${path}`, query)) {
    found.push(
      ...page.filter((record) => calledBy.some((field) => folded(record[field] ?? '') === folded(given))),
    )
  }
  const [only] = found
  if (only && found.length === 1) return only.id
  if (!only) throw new CommandEnd(exitCodes.notFound, `There is no ${one} "${given}".`)
  const candidates = found.slice(0, candidatesShown).map((record) => `  ${record.id}  ${nameOf(record)}`)
  throw badInput([`${found.length} ${many} are called "${given}". Give the id:`, ...candidates].join('\n'))
}

function nameOf({ name, firstName, lastName, email }: Record<string, string | null>): string {
  return name ?? [firstName, lastName, email].filter(Boolean).join(' ')
}
