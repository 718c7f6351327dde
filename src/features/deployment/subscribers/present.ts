import type { Subscriber } from './schema.ts'
import type { SubscriberRow } from './store.ts'

/** A subscriber as the API shows it: which secrets are set, never what they are (MU-14). */
export function presentSubscriber(row: SubscriberRow, mbgSipHost: string | null, now: Date): Subscriber {
  return {
    id: row.subscriberId,
    userId: row.userId,
    profileId: row.profileId,
    directoryNumber: row.directoryNumber,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    language: row.language as Subscriber['language'],
    pbxSipHost: row.pbxSipHost,
    pbxSipUserName: row.pbxSipUserName,
    voicemailNumber: row.voicemailNumber,
    mbgSipHost,
    mbgSipUserName: row.mbgSipUserName,
    clientServiceHost: row.clientServiceHost,
    clientServicePort: row.clientServicePort,
    clientServiceUserName: row.clientServiceUserName,
    secretsSet: {
      pbxSipPassword: row.pbxSipSecret !== null,
      voicemailPin: row.voicemailPinSecret !== null,
      mbgSipPassword: row.mbgSipSecret !== null,
      clientServicePassword: row.clientServiceSecret !== null,
      deploymentPin: row.deploymentPinSecret !== null,
    },
    origin: row.origin as Subscriber['origin'],
    owners: row.owners,
    deployedAt: row.deployedAt?.toISOString() ?? null,
    downloadedAt: row.downloadedAt?.toISOString() ?? null,
    state: row.state as Subscriber['state'],
    flags: {
      updatePending: row.updatePending,
      forcePending: row.forcePendingAt !== null,
      redeployRequired: row.redeployRequired,
      locked: row.pinLockedAt !== null,
      linkExpired: row.linkExpiresAt !== null && row.linkExpiresAt < now && row.state === 'sent',
    },
    clientCount: row.clientCount,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
