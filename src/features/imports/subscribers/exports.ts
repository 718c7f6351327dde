import type { Place } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import {
  countAllBut,
  countSubscribers,
  listSubscribers,
  openClearSecret,
  type ProfileRow,
  readSubscribers,
  type Selection,
  type SubscriberRow,
} from '../../deployment/index.ts'
import { assertExpected, summaryOf } from '../../operations/index.ts'
import { tellAdmins, tellOfPartner } from '../../users/index.ts'
import type { NewSubscriberExport } from '../schema.ts'
import { profilesForJudging } from './profiles.ts'
import { type ExportedSubscriber, subscriberCsv } from './subscribers-csv.ts'

const pageSize = 1_000

/**
 * Exports the selected as CSV (CD-9): everything but the four secrets, deployment PINs in clear. It is recorded, and told to the other admins when
 * there are PINs, and to a customer whose partner exports, before the first byte leaves. Pages are read as the text is: memory holds one, and no transaction waits for a slow reader.
 */
export async function exportSubscribers(
  platform: Platform,
  actor: Actor,
  { selection, flavour }: NewSubscriberExport,
): Promise<AsyncGenerator<string, void, undefined>> {
  const { database, clock } = platform
  await database.inAccount(actor.accountId, async (tx) => {
    const counts = await countSelected(tx, selection, clock.now())
    assertExpected(selection, counts.records)
    const subject = { kind: 'account', id: tx.accountId }
    await record(tx, actor, 'subscribers.exported', subject, { ...summaryOf(selection), ...counts, flavour })
    if (counts.withPin > 0) {
      await tellAdmins(platform, tx, actor, {
        what: 'export-with-pins',
        details: { count: counts.records },
      })
    } else {
      await tellOfPartner(platform, tx, actor, { what: 'export-made', details: { count: counts.records } })
    }
  })
  return subscriberCsv(exportedRows(platform, actor.accountId, selection), flavour)
}

type Tx = Parameters<typeof countSubscribers>[0]

async function countSelected(
  tx: Tx,
  selection: Selection,
  now: Date,
): Promise<{ records: number; withPin: number }> {
  if ('ids' in selection) {
    const rows = await readSubscribers(tx, selection.ids)
    return {
      records: rows.length,
      withPin: rows.filter((row) => row.deploymentPinSecret !== null).length,
    }
  }
  const { filter, except, expectedCount } = selection
  const withPin = filter.pinSet === false ? 0 : await countSubscribers(tx, { ...filter, pinSet: true }, now)
  if (expectedCount !== undefined) return { records: await countAllBut(tx, filter, except, now), withPin }
  // Where nobody says how many are expected, those left out are not looked up: the counts are at most what leaves.
  return { records: Math.max(0, (await countSubscribers(tx, filter, now)) - except.length), withPin }
}

async function* exportedRows(
  platform: Platform,
  accountId: string,
  selection: Selection,
): AsyncGenerator<ExportedSubscriber, void, undefined> {
  const pages = 'ids' in selection ? pagesOf(selection.ids) : matching(selection, platform.clock.now())
  for (;;) {
    const rows = await platform.database.inAccount(accountId, async (tx) => {
      const page = await pages(tx)
      if (page.length === 0) return []
      const profiles = new Map(
        (await profilesForJudging(tx)).profiles.map((profile) => [profile.profileId, profile]),
      )
      const sealing = await platform.sealing.inAccount(tx)
      return page.map((row) => exported(row, profiles.get(row.profileId), sealing))
    })
    if (rows.length === 0) return
    yield* rows
  }
}

/** Reads the next page whenever it is called; an empty one is the last. */
type Pages = (tx: Tx) => Promise<SubscriberRow[]>

function pagesOf(ids: string[]): Pages {
  let at = 0
  const ordered = [...new Set(ids)].sort()
  return async (tx) => {
    while (at < ordered.length) {
      const rows = await readSubscribers(tx, ordered.slice(at, at + pageSize))
      at += pageSize
      if (rows.length > 0) return rows.sort((one, other) => (one.subscriberId < other.subscriberId ? -1 : 1))
    }
    return []
  }
}

function matching({ filter, except }: Extract<Selection, { all: true }>, now: Date): Pages {
  const left = new Set(except)
  let after: Place | undefined
  let isLast = false
  return async (tx) => {
    while (!isLast) {
      const order = { sort: 'lastName', descending: false, after, limit: pageSize } as const
      const { rows } = await listSubscribers(tx, filter, order, now)
      const last = rows.at(-1)
      isLast = rows.length < pageSize
      if (last) after = { key: last.sortKey, id: last.subscriberId }
      const wanted = rows.filter((row) => !left.has(row.subscriberId))
      if (wanted.length > 0) return wanted
    }
    return []
  }
}

function exported(
  row: SubscriberRow,
  profile: ProfileRow | undefined,
  sealing: Parameters<typeof openClearSecret>[0],
): ExportedSubscriber {
  return {
    id: row.subscriberId,
    profile: profile?.name ?? null,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    language: row.language,
    directoryNumber: row.directoryNumber,
    pbxSipHost: row.pbxSipHost,
    pbxSipUserName: row.pbxSipUserName,
    voicemailNumber: row.voicemailNumber,
    mbgSipHost: profile?.mbgSipHost ?? null,
    mbgSipUserName: row.mbgSipUserName,
    clientServiceHost: row.clientServiceHost,
    clientServicePort: row.clientServicePort,
    clientServiceUserName: row.clientServiceUserName,
    deploymentPin:
      openClearSecret(sealing, row.subscriberId, 'deploymentPinSecret', row.deploymentPinSecret) ?? null,
  }
}
