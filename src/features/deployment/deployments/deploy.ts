import type { Tx } from '#platform/database/index.ts'
import type { Actor } from '#platform/http/index.ts'
import { queueMails } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import {
  type ItemOutcome,
  type OperationKind,
  type OperationRow,
  startBulkAct,
} from '../../operations/index.ts'
import { tellOfPartner } from '../../users/index.ts'
import { type TemplateVersion, templatesInForce } from '../email/templates.ts'
import { expandSelection, type Selection } from '../subscribers/selection.ts'
import { readSubscribers } from '../subscribers/store.ts'
import { addToTimelines } from '../subscribers/timeline.ts'
import { type Going, newLink, openLinks, profilesOf, type Reason, whyNotMailed } from './links.ts'

/** Deploy (CD-6): a new link for each of the selected, mailed; the older link ends. Clients already set up are not disturbed. */
export function deploy(platform: Platform, actor: Actor, selection: Selection): Promise<OperationRow> {
  return startBulkAct(platform, actor, 'deployment', selection, { told: tellOfDeployment })
}

/** A customer is told when its partner deploys: each link sets up a phone that rings for one of its people. */
export function tellOfDeployment(platform: Platform, tx: Tx, actor: Actor): Promise<void> {
  return tellOfPartner(platform, tx, actor, { what: 'deployment-started', details: {} })
}

/** The bulk act behind Deploy. */
export function deploymentOperation(platform: Platform): OperationKind {
  return {
    kind: 'deployment',
    chunkSize: 500,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    work: (tx, operation, subjectIds) => deployTo(platform, tx, operation, subjectIds),
  }
}

/** Deploys to some of an operation's subscribers. @returns an outcome for each, with the reason where it is not done */
export async function deployTo(
  platform: Platform,
  tx: Tx,
  operation: OperationRow,
  ids: string[],
): Promise<ItemOutcome[]> {
  const now = platform.clock.now()
  const actorName = String(operation.parameters.actorName ?? '')
  const subscribers = new Map((await readSubscribers(tx, ids)).map((row) => [row.subscriberId, row]))
  const profiles = await profilesOf(tx, [...subscribers.values()])
  const account = (await readAccount(tx)) as AccountRow
  const deploying = { account, sealing: await platform.sealing.inAccount(tx) }
  const outcomes: ItemOutcome[] = []
  const going: Going[] = []
  for (const subjectId of ids) {
    const subscriber = subscribers.get(subjectId)
    const profile = subscriber && profiles.get(subscriber.profileId)
    const reason = subscriber && profile ? whyNotMailed(deploying, subscriber, profile) : gone
    if (!subscriber || !profile || reason) {
      outcomes.push({ subjectId, outcome: reason === gone ? 'failed' : 'skipped', ...reason })
    } else {
      going.push({ subscriber, profile, link: newLink(platform, tx, subscriber, profile, now) })
      outcomes.push({ subjectId, outcome: 'done' })
    }
  }
  await send(tx, account, going, { operationId: operation.operationId, actorName, now })
  const skipped = outcomes.filter((item) => item.outcome === 'skipped')
  await addToTimelines(
    tx,
    skipped.map((item) => ({
      subscriberId: item.subjectId,
      kind: 'deployment.skipped',
      actorName,
      details: { code: item.code },
    })),
    now,
  )
  return outcomes
}

async function send(
  tx: Tx,
  account: AccountRow,
  going: Going[],
  about: { operationId: string | null; actorName: string; now: Date },
): Promise<void> {
  await openLinks(tx, going, { ...about, channel: 'mail' })
  const templates = await templatesInForce(tx)
  const mails = going.map((each) => mailFor(account, each, templates))
  await queueMails(tx, mails, about.now)
}

/** A new link for one subscriber who asked for it; the same rules as for everybody, without an operation. */
export async function deployAnew(
  platform: Platform,
  tx: Tx,
  account: AccountRow,
  subscriberId: string,
): Promise<void> {
  const [subscriber] = await readSubscribers(tx, [subscriberId])
  const profile = subscriber && (await profilesOf(tx, [subscriber])).get(subscriber.profileId)
  const deploying = { account, sealing: await platform.sealing.inAccount(tx) }
  if (!subscriber || !profile || whyNotMailed(deploying, subscriber, profile)) return
  const now = platform.clock.now()
  const going = { subscriber, profile, link: newLink(platform, tx, subscriber, profile, now) }
  await send(tx, account, [going], { operationId: null, actorName: '', now })
}

/** Everything the mail says that may change later is written down now, so that a repeat is byte-equal; the link is derived again. */
function mailFor(
  account: AccountRow,
  { subscriber, profile, link }: Going,
  templates: Record<string, TemplateVersion>,
) {
  const central = profile.centralEmail !== null
  const language = subscriber.language ?? account.language
  return {
    kind: 'deployment',
    recipient: profile.centralEmail ?? subscriber.email,
    language,
    subjectKind: 'deployment',
    subjectId: link.deploymentId,
    parameters: {
      subscriberId: subscriber.subscriberId,
      revision: 1,
      accountName: account.name,
      redirectBypass: account.redirectBypass,
      timeZone: account.timeZone,
      firstName: subscriber.firstName,
      lastName: subscriber.lastName,
      directoryNumber: subscriber.directoryNumber ?? '',
      central,
      pinRequired: subscriber.deploymentPinSecret !== null,
      expiresAt: link.expiresAt.toISOString(),
      template: templates[language],
    },
  }
}

const gone: Reason = { code: 'http.not-found', message: 'This record does not exist any more.' }
