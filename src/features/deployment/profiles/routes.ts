import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import {
  accepted,
  accountRoute,
  Count,
  created,
  keyOf,
  notFound,
  nothing,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../../accounts/index.ts'
import { Operation, presentOperation } from '../../operations/index.ts'
import { deleteProfile } from './deletion.ts'
import { changeProfiles, readProfiles } from './permissions.ts'
import { NewProfile, Profile, ProfileChanges } from './schema.ts'
import { addProfile, changeProfile, presentProfile } from './service.ts'
import { countProfiles, type ProfileRow, profilesPage, readProfile } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const pbxFieldsMissing = z.coerce
  .number()
  .int()
  .min(0)
  .default(0)
  .describe(
    'How many subscribers you know to lack PBX fields once they have no border gateway: the `count` of the refusal `deployment-profiles.pbx-fields-missing`.',
  )
const one = inAccount.extend({ profileId: z.uuid() })

/** The deployment profiles of an account: listed page by page, counted, added, read, changed and deleted. A record’s answer bears its version as ETag. */
export function routes(platform: Platform): Route[] {
  const { database } = platform
  const shown = async (tx: Tx, row: ProfileRow) =>
    presentProfile(row, (await readAccount(tx))?.defaultProfileId ?? null)
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/deployment-profiles',
      operation: 'listProfiles',
      summary: 'The deployment profiles, by name.',
      tag: 'deployment-profiles',
      may: readProfiles,
      params: inAccount,
      query: z.object(Paging),
      answers: { 200: pageOf(Profile) },
      handle: async ({ actor, query: { limit, cursor } }) => {
        const [sortKey, profileId] = cursor === undefined ? [] : keyOf(cursor, 2).map(String)
        const after = sortKey === undefined || profileId === undefined ? undefined : { sortKey, profileId }
        return database.inAccount(actor.accountId, async (tx) => {
          const rows = await profilesPage(tx, limit + 1, after)
          const defaultId = (await readAccount(tx))?.defaultProfileId ?? null
          return ok(
            page(
              rows,
              limit,
              (row) => [row.sortKey, row.profileId],
              ({ sortKey: _, ...row }) => presentProfile(row, defaultId),
            ),
          )
        })
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/deployment-profiles/count',
      operation: 'countProfiles',
      summary: 'How many deployment profiles there are.',
      tag: 'deployment-profiles',
      may: readProfiles,
      params: inAccount,
      answers: { 200: Count },
      handle: async ({ actor }) => ok({ count: await database.inAccount(actor.accountId, countProfiles) }),
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/deployment-profiles',
      operation: 'addProfile',
      summary: 'Adds a deployment profile.',
      tag: 'deployment-profiles',
      may: changeProfiles,
      // IM-9: a central address gets everybody's links.
      stepUp: ({ centralEmail }) => typeof centralEmail === 'string',
      params: inAccount,
      body: NewProfile,
      refuses: { 409: ['deployment-profiles.name-taken'], 422: ['deployment-profiles.central-needs-pin'] },
      answers: { 201: Profile },
      handle: async ({ actor, body }) => {
        const row = await addProfile(platform, actor, body)
        return created(presentProfile(row, null), versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/deployment-profiles/:profileId',
      operation: 'getProfile',
      summary: 'One deployment profile.',
      tag: 'deployment-profiles',
      may: readProfiles,
      params: one,
      answers: { 200: Profile },
      handle: async ({ actor, params }) =>
        database.inAccount(actor.accountId, async (tx) => {
          const row = await readProfile(tx, params.profileId)
          if (!row) throw notFound()
          return ok(await shown(tx, row), versionTag(row.version))
        }),
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/deployment-profiles/:profileId',
      operation: 'changeProfile',
      summary: 'Changes a deployment profile.',
      tag: 'deployment-profiles',
      may: changeProfiles,
      versioned: true,
      stepUp: ({ centralEmail }) => centralEmail !== undefined,
      params: one,
      query: z.object({ pbxFieldsMissing }),
      body: ProfileChanges,
      refuses: {
        409: ['deployment-profiles.name-taken', 'deployment-profiles.pbx-fields-missing'],
        422: ['deployment-profiles.central-needs-pin'],
      },
      answers: { 200: Profile },
      handle: async ({ actor, params, query, body, expectedVersion }) => {
        const { profileId } = params
        const known = query.pbxFieldsMissing
        const row = await changeProfile(platform, actor, profileId, body, known, expectedVersion)
        const shownRow = await database.inAccount(actor.accountId, (tx) => shown(tx, row))
        return ok(shownRow, versionTag(row.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: '/accounts/:accountId/deployment-profiles/:profileId',
      operation: 'deleteProfile',
      summary:
        'Deletes a deployment profile; one in use needs a replacement, which an operation gives to its subscribers before the profile ends.',
      tag: 'deployment-profiles',
      may: changeProfiles,
      versioned: true,
      params: one,
      query: z.object({
        replacementId: z
          .uuid()
          .optional()
          .describe('The profile that its subscribers get instead. Without subscribers the answer is 204.'),
        pbxFieldsMissing,
      }),
      refuses: {
        409: [
          'deployment-profiles.in-use',
          'deployment-profiles.is-default',
          'deployment-profiles.last-do-not-deploy',
          'deployment-profiles.pbx-fields-missing',
        ],
      },
      answers: { 202: Operation, 204: null },
      handle: async ({ actor, params, query, expectedVersion }) => {
        const operation = await deleteProfile(platform, actor, params.profileId, query, expectedVersion)
        return operation ? accepted(presentOperation(operation)) : nothing()
      },
    }),
  ]
}
