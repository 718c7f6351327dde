import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type AccountRow, readAccount } from '../../accounts/index.ts'
import type { DeploymentMail } from '../mails/deployment-mail.ts'
import { readProfile } from '../profiles/store.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { readSubscriber } from '../subscribers/store.ts'
import { subscriberUnknown } from './errors.ts'
import type { DeploymentEmailTexts } from './schema.ts'
import { getEmail } from './service.ts'

/**
 * Has the look of a token, length and grouping too, and is none: its parts end in characters that no token's part ends in, so no link can
 * ever bear it.
 */
const sampleToken = 'QmZ7dK2pWvR9xLtN4hYcBs.fJ6uTgE8nXkM3zVaP5qDwr'

/** What a mail without a real link says, as plain values that a queued mail can keep. */
export interface SampleValues extends DeploymentEmailTexts {
  accountName: string
  timeZone: string
  /** Links of the account point straight at the service. */
  redirectBypass: boolean
  firstName: string
  lastName: string
  directoryNumber: string | null
  pinRequired: boolean
  toCentralAddress: boolean
  expiresAt: string
}

/**
 * The values of a mail to a sample person, or to a subscriber of the account; texts that are not given are those in force.
 * @throws Refusal `deployment-email.subscriber-unknown`
 */
export async function sampleValues(
  { clock }: Platform,
  tx: Tx,
  language: LanguageCode,
  given: Partial<DeploymentEmailTexts> & { subscriberId?: string | undefined },
): Promise<SampleValues> {
  const inForce = await getEmail(tx, language)
  const account = (await readAccount(tx)) as AccountRow
  const { linkLifeHours, ...person } =
    given.subscriberId === undefined ? samplePerson : await realPerson(tx, given.subscriberId)
  return {
    ...person,
    subject: given.subject ?? inForce.subject,
    body: given.body ?? inForce.body,
    accountName: account.name,
    timeZone: account.timeZone,
    redirectBypass: account.redirectBypass,
    expiresAt: later(clock.now(), { hours: linkLifeHours }).toISOString(),
  }
}

/**
 * The mail with these values. Its link and code open the page that says *unknown link*; the link is at the address at which the account's real
 * ones are, so that the admin sees what readers will.
 */
export function sampleMail(
  { origins }: Pick<Platform, 'origins'>,
  language: LanguageCode,
  { subject, body, expiresAt, redirectBypass, ...values }: SampleValues,
): DeploymentMail {
  return {
    ...values,
    language,
    subjectTemplate: subject,
    bodyTemplate: body,
    link: `${redirectBypass ? origins.service : origins.redirect}/d/${sampleToken}`,
    authenticationCode: sampleToken,
    expiresAt: new Date(expiresAt),
    serviceOrigin: origins.service,
  }
}

const samplePerson = {
  firstName: 'Anna',
  lastName: 'Kühn',
  directoryNumber: '1001',
  pinRequired: true,
  toCentralAddress: false,
  linkLifeHours: 72,
}

async function realPerson(tx: Tx, subscriberId: string): Promise<typeof samplePerson> {
  const subscriber = await readSubscriber(tx, subscriberId)
  const profile = subscriber && (await readProfile(tx, subscriber.profileId))
  if (!subscriber || !profile) throw subscriberUnknown()
  return {
    firstName: subscriber.firstName,
    lastName: subscriber.lastName,
    directoryNumber: subscriber.directoryNumber ?? '',
    pinRequired: subscriber.deploymentPinSecret !== null,
    toCentralAddress: profile.centralEmail !== null,
    linkLifeHours: profile.linkLifeHours,
  }
}
