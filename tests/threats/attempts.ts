import type { ApiRoute } from './api-holes.ts'
import type { World } from './two-worlds.ts'

/** One request that names something foreign, and the same that names something nobody has. */
export interface Attempt {
  route: string
  method: string
  path: string
  body?: unknown
  twin: { path: string; body?: unknown }
}

/** Of these a body may make something: each of them, and of the others none, is put into bodies. */
const idsOfRecords = [
  'subscriberId',
  'profileId',
  'operationId',
  'accountId',
  'importId',
  'clientId',
  'userId',
  'locationId',
]

/** What a place takes besides an id of its own name. */
const alsoTakes: Record<string, string[]> = {
  client: ['clientId'],
  customerId: ['accountId'],
  importId: ['userImportId'],
  operationId: ['pinsId'],
  replacementId: ['profileId', 'locationId'],
  subjectId: ['userId', 'subscriberId'],
  subscriberId: ['numberId'],
}

/** These are put only where they are looked for. */
const ofOneUse = ['orderId', 'userImportId', 'numberId', 'sessionId', 'deviceId']

/** Which foreign ids are put into each place: every kind, or those alone that are looked for there. */
export type Thoroughness = 'every kind' | 'what fits'

export const nameOf = ({ method, path }: ApiRoute) => `${method} ${path}`

/**
 * Foreign ids in each place of a route; everything else is the attacker's own, so that each request gets as deep as it can. Where the attacker
 * is of the same account, it is its records that are foreign.
 */
export function attemptsAt(
  route: ApiRoute,
  own: World,
  foreign: World,
  thoroughness: Thoroughness = 'every kind',
): Attempt[] {
  const isOutside = own.ids.accountId !== foreign.ids.accountId
  return [
    ...(isOutside ? inForeignAccount(route, own, foreign) : []),
    ...inPath(route, own, foreign, thoroughness),
    ...inQuery(route, own, foreign, thoroughness),
    ...inBody(route, own, foreign, thoroughness),
    ...(isOutside ? inCursor(route, own, foreign) : []),
  ]
}

function idsFor(place: string, { ids }: World, thoroughness: Thoroughness): string[] {
  const fits = (kind: string) => kind === place || (alsoTakes[place] ?? []).includes(kind)
  return Object.entries(ids)
    .filter(([kind]) => fits(kind) || (thoroughness === 'every kind' && !ofOneUse.includes(kind)))
    .map(([, id]) => id)
}

function inForeignAccount(route: ApiRoute, own: World, foreign: World): Attempt[] {
  if (!route.idsInPath.includes('accountId')) return []
  const { accountId } = foreign.ids
  return [foreign.ids, own.ids].map((others) => {
    const path = filled(route.path, { ...others, accountId })
    const twin = filled(route.path, { ...unknownOnes(others), accountId: unknown(accountId) })
    return { ...base(route), path, body: route.body, twin: { path: twin, body: route.body } }
  })
}

function inPath(route: ApiRoute, own: World, foreign: World, thoroughness: Thoroughness): Attempt[] {
  const parameters = route.idsInPath.filter((name) => name !== 'accountId')
  return parameters.flatMap((parameter) =>
    idsFor(parameter, foreign, thoroughness).map((id) => {
      const path = (value: string) => filled(route.path, { ...own.ids, [parameter]: value })
      return { ...base(route), path: path(id), body: route.body, twin: twinOf(path(unknown(id)), route.body) }
    }),
  )
}

function inQuery(route: ApiRoute, own: World, foreign: World, thoroughness: Thoroughness): Attempt[] {
  return route.idsInQuery.flatMap((name) =>
    idsFor(name, foreign, thoroughness).map((id) => {
      const path = (value: string) => `${filled(route.path, own.ids)}?${name}=${value}`
      return { ...base(route), path: path(id), body: route.body, twin: twinOf(path(unknown(id)), route.body) }
    }),
  )
}

/** Outside accounts a body names nothing but one. */
function inBody(route: ApiRoute, own: World, foreign: World, thoroughness: Thoroughness): Attempt[] {
  const ofRecords = thoroughness === 'every kind' ? idsOfRecords : ['subscriberId', 'userId']
  const kinds = route.idsInPath.includes('accountId') ? ofRecords : ['accountId']
  const path = filled(route.path, own.ids)
  return kinds
    .map((kind) => foreign.ids[kind] as string)
    .flatMap((id) =>
      route.bodiesWith.map((bodyWith) => ({
        ...base(route),
        path,
        body: bodyWith(id),
        twin: { path, body: bodyWith(unknown(id)) },
      })),
    )
}

function inCursor(route: ApiRoute, own: World, foreign: World): Attempt[] {
  if (!route.hasCursor) return []
  const path = (cursor: string) => `${filled(route.path, own.ids)}?cursor=${cursor}`
  return [...foreign.cursors.values()].map((cursor) => ({
    ...base(route),
    path: path(cursor),
    twin: { path: path(unknownCursor(cursor)) },
  }))
}

const base = (route: ApiRoute) => ({ route: nameOf(route), method: route.method })
const twinOf = (path: string, body: unknown) => ({ path, body })

function filled(path: string, ids: Record<string, string>): string {
  const others: Record<string, string> = { language: 'en', row: '1' }
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? others[name] ?? name)
}

/** How ids are written. */
export const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** An id that nobody has, made in the same moment: lists are in the order of ids. */
export const unknown = (id: string) => `${id.slice(0, -4)}${id.endsWith('beef') ? 'cafe' : 'beef'}`
const unknownOnes = (ids: World['ids']) =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, unknown(id)]))

function unknownCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8').replace(uuids, unknown)
  return Buffer.from(key).toString('base64url')
}
