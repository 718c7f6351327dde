import { later } from '#platform/clock/clock.ts'
import { byShare, type Chance } from './chance.ts'

/** The welcome e-mail of a person, as it is to be stored. */
export interface SeedInvitation {
  mailState: keyof typeof mailStates
  sentAt: Date
  expiresAt: Date
  /** null: the person has not registered. */
  usedAt: Date | null
}

const mailStates = { sent: 91, failed: 5, queued: 2, 'not-sent': 2 } as const

/** What was said of such a mail. */
export const answers: Record<keyof typeof mailStates, string | null> = {
  sent: '250 OK: message queued',
  failed: 'Message failed: 550 5.1.1 No such mailbox here',
  queued: null,
  'not-sent': 'no mail server configured',
}

const dayHours = 24
const linkLifeDays = 7

/** Of whoever is invited, the e-mails of the last twelve days; of whoever has registered, one in three came by one. */
export function invitationOf(
  chance: Chance,
  { status, registeredAt }: { status: string; registeredAt: Date | null },
  now: Date,
): SeedInvitation | undefined {
  if (status !== 'invited' && (registeredAt === null || chance() > 1 / 3)) return undefined
  // Links of the last days are mostly still open, those before have expired.
  const hoursAgo = chance() * 12 * dayHours
  const sentAt = later(registeredAt ?? now, { hours: -hoursAgo / (registeredAt ? linkLifeDays : 1) })
  return {
    mailState: registeredAt === null ? byShare(chance, mailStates) : 'sent',
    sentAt,
    expiresAt: later(sentAt, { hours: linkLifeDays * dayHours }),
    usedAt: registeredAt,
  }
}
