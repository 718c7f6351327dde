import { createHmac } from 'node:crypto'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { record } from '../../audit/index.ts'
import {
  type OperationKind,
  type OperationRow,
  readOperation,
  startOperation,
  summaryOf,
} from '../../operations/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { resetPinFailures, updatePins } from './acts-store.ts'
import { digitsFor, pinAt } from './different-pins.ts'
import { ordinalsOf, subjectsOf } from './hand-over-store.ts'
import { openClearSecret, sealSecrets } from './secrets.ts'
import { expandSelection, type Selection } from './selection.ts'
import { fullName, readSubscriber, readSubscribers, type SubscriberRow } from './store.ts'
import { addToTimelines } from './timeline.ts'

/** Generates PINs for the selected, no two of them alike (MU-11, CD-10). `replace` also where one is set; a PIN that is kept may be like another. */
export async function generatePins(
  platform: Platform,
  actor: Actor,
  selection: Selection,
  replace: boolean,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const parameters = { selection, replace, actorName: actor.name }
    const operation = await startOperation(platform, tx, actor, 'deployment-pins', parameters)
    const subject = { kind: 'operation', id: operation.operationId }
    await record(tx, actor, 'deployment-pins.started', subject, { ...summaryOf(selection), replace })
    return operation
  })
}

/** The bulk act behind it. */
export function pinOperation(platform: Platform): OperationKind {
  return {
    kind: 'deployment-pins',
    chunkSize: 1_000,
    expand: (tx, operation) => expandSelection(platform, tx, operation),
    async work(tx, operation, subjectIds) {
      const now = platform.clock.now()
      const known = new Map((await readSubscribers(tx, subjectIds)).map((row) => [row.subscriberId, row]))
      const replace = operation.parameters.replace === true
      const sealing = await platform.sealing.inAccount(tx)
      const due = subjectIds.filter((id) => {
        const row = known.get(id)
        return row !== undefined && (replace || row.deploymentPinSecret === null)
      })
      const newPins = await pinsFor(platform, tx, operation, due)
      const pins = [...newPins].map(([subscriberId, deploymentPin]) => {
        const { deploymentPinSecret } = sealSecrets(sealing, subscriberId, { deploymentPin })
        return { subscriberId, sealed: deploymentPinSecret as string }
      })
      await updatePins(tx, pins, now)
      const actorName = String(operation.parameters.actorName)
      await addToTimelines(
        tx,
        due.map((subscriberId) => ({ subscriberId, kind: 'pin.generated', actorName })),
        now,
      )
      const done = new Set(due)
      return subjectIds.map((subjectId) => {
        if (done.has(subjectId)) return { subjectId, outcome: 'done' }
        if (!known.has(subjectId))
          return {
            subjectId,
            outcome: 'failed',
            code: 'http.not-found',
            message: 'This record does not exist any more.',
          }
        return {
          subjectId,
          outcome: 'skipped',
          code: 'deployment.pin-kept',
          message: 'This record has a PIN already, and it was kept.',
        }
      })
    },
  }
}

/** A PIN for each of these records of the operation, by its place among them all: so it differs from those of other chunks too. */
async function pinsFor(
  { masterKey }: Platform,
  tx: Tx,
  { operationId, total }: OperationRow,
  subscriberIds: string[],
): Promise<Map<string, string>> {
  const key = createHmac('sha256', masterKey.deriveKey('deployment pins'))
    .update(`${tx.accountId} ${operationId}`)
    .digest()
  const ordinals = await ordinalsOf(tx, operationId, subscriberIds)
  return new Map(ordinals.map(({ subjectId, ordinal }) => [subjectId, pinAt(key, ordinal, digitsFor(total))]))
}

/** Shows the PIN to an admin (MU-14): the one secret that may be, because somebody has to tell it to its owner. */
export async function disclosePin(platform: Platform, actor: Actor, subscriberId: string): Promise<string> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const row = await readSubscriber(tx, subscriberId)
    if (!row) throw notFound()
    const pin = await openPin(platform, tx, row)
    if (pin === undefined) throw pinNotSet()
    await addToTimelines(
      tx,
      [{ subscriberId, kind: 'pin.disclosed', actorName: actor.name }],
      platform.clock.now(),
    )
    await record(tx, actor, 'pin.disclosed', { kind: 'subscriber', id: subscriberId })
    await tellAdmins(platform, tx, actor, { what: 'pin-disclosed', details: { person: fullName(row) } })
    return pin
  })
}

const pinNotSet = () =>
  new Refusal(
    409,
    'deployment.pin-not-set',
    'This record has no deployment PIN. Generate or enter one first.',
  )

/** The deployment PIN in clear; undefined where none is set. */
export async function openPin(platform: Platform, tx: Tx, row: SubscriberRow): Promise<string | undefined> {
  const sealing = await platform.sealing.inAccount(tx)
  return openClearSecret(sealing, row.subscriberId, 'deploymentPinSecret', row.deploymentPinSecret)
}

export interface HandOverEntry {
  subscriberId: string
  firstName: string
  lastName: string
  directoryNumber: string | null
  pin: string
}

/** The printable list of the PINs that an operation generated; recorded like every disclosure. */
export async function handOverList(
  platform: Platform,
  actor: Actor,
  operationId: string,
): Promise<HandOverEntry[]> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const operation = await readOperation(tx, operationId)
    if (operation?.kind !== 'deployment-pins') throw notFound()
    const rows = await readSubscribers(tx, await subjectsOf(tx, operationId))
    const sealing = await platform.sealing.inAccount(tx)
    const entries = rows.flatMap((row) => {
      const pin = openClearSecret(sealing, row.subscriberId, 'deploymentPinSecret', row.deploymentPinSecret)
      const { subscriberId, firstName, lastName, directoryNumber } = row
      return pin === undefined ? [] : [{ subscriberId, firstName, lastName, directoryNumber, pin }]
    })
    const now = platform.clock.now()
    await addToTimelines(
      tx,
      entries.map(({ subscriberId }) => ({ subscriberId, kind: 'pin.disclosed', actorName: actor.name })),
      now,
    )
    await record(
      tx,
      actor,
      'pins.disclosed',
      { kind: 'operation', id: operationId },
      { count: entries.length },
    )
    await tellAdmins(platform, tx, actor, { what: 'pins-disclosed', details: { count: entries.length } })
    return entries.sort(
      (a, b) => a.lastName.localeCompare(b.lastName) || a.firstName.localeCompare(b.firstName),
    )
  })
}

/** Lets a locked subscriber try again (MU-12). */
export async function unlock(platform: Platform, actor: Actor, subscriberId: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    if (!(await readSubscriber(tx, subscriberId, true))) throw notFound()
    await resetPinFailures(tx, subscriberId)
    const entry = { subscriberId, kind: 'pin.unlocked' as const, actorName: actor.name }
    await addToTimelines(tx, [entry], platform.clock.now())
    await record(tx, actor, 'subscriber.unlocked', { kind: 'subscriber', id: subscriberId })
  })
}
