import type { Profile } from '../../profiles/schema.ts'
import type { Subscriber } from '../../subscribers/schema.ts'

/** What deploying will do to some subscribers, as far as it can be said beforehand. */
export interface Outlook {
  mails: number
  doNotDeploy: number
  pinMissing: number
}

/** Foretells a deployment. The server decides again when it comes to each one. */
export function outlookOf(subscribers: Subscriber[], profiles: Profile[]): Outlook {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]))
  const outlook = { mails: 0, doNotDeploy: 0, pinMissing: 0 }
  for (const { profileId, secretsSet } of subscribers) {
    const profile = byId.get(profileId)
    const needsPin = profile !== undefined && (profile.pinRequired || profile.centralEmail !== null)
    if (profile?.doNotDeploy) outlook.doNotDeploy += 1
    else if (needsPin && !secretsSet.deploymentPin) outlook.pinMissing += 1
    else outlook.mails += 1
  }
  return outlook
}
