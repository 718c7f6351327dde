import { actorAtHome, callerRoute, ok, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeDetails, readOwnDetails } from './details.ts'
import { listDirectory } from './directory.ts'
import { DirectoryEntry, DirectoryQuery, OwnDetails, OwnDetailsChanges } from './schema.ts'

const tag = 'portal'

/** What people see and change of themselves, and see of each other. */
export function routes(platform: Platform): Route[] {
  return [
    callerRoute({
      method: 'GET',
      path: '/me/details',
      operation: 'getOwnDetails',
      summary: 'What is known of the caller in their account.',
      tag,
      answers: { 200: OwnDetails },
      handle: async ({ caller }) => ok(await readOwnDetails(platform, caller)),
    }),
    callerRoute({
      method: 'PATCH',
      path: '/me/details',
      operation: 'changeOwnDetails',
      summary: 'Changes in which language Rollcall speaks and writes to the caller.',
      tag,
      body: OwnDetailsChanges,
      answers: { 200: OwnDetails },
      refuses: { 422: ['users.field-owned'] },
      handle: async ({ caller, body, ...origin }) =>
        ok(await changeDetails(platform, actorAtHome(caller, origin), body)),
    }),
    callerRoute({
      method: 'GET',
      path: '/me/directory',
      operation: 'listDirectory',
      summary:
        "The people of the caller's account and the numbers under which they are called, by last and first name.",
      tag,
      query: DirectoryQuery,
      answers: { 200: pageOf(DirectoryEntry) },
      refuses: {
        403: ['auth.second-factor-to-enrol'],
        409: ['portal.directory-off'],
        429: ['portal.directory-too-fast'],
      },
      handle: async ({ caller, query, ...origin }) =>
        ok(await listDirectory(platform, actorAtHome(caller, origin), query)),
    }),
  ]
}
