import type { NewProfile } from './schema.ts'

// Apart from the shapes, so that a page that names apps or fills in a new profile loads no zod.

/** Apps for which there is a configuration document. */
export const clientKinds = ['linphone', 'baresip', 'microsip', 'generic'] as const

/** The codecs that every kind of client can be told of, by their names in SDP. */
export const codecNames = ['opus', 'G722', 'PCMA', 'PCMU', 'G729']

/** What a new profile holds where nothing is given (DP-2). */
export const profileDefaults: Omit<Required<NewProfile>, 'name'> = {
  doNotDeploy: false,
  mbgSipHost: null,
  mbgSipDomain: null,
  mbgRealm: null,
  mbgSipPort: null,
  mbgTransport: 'udp',
  mbgMediaSecurity: 'none',
  pbxSipDomain: null,
  pbxRealm: null,
  pbxSipPort: null,
  pbxTransport: 'udp',
  pbxMediaSecurity: 'none',
  registrationExpirySeconds: 3600,
  voicemailNumber: null,
  codecs: ['opus', 'PCMA', 'PCMU'],
  clientKinds: [...clientKinds],
  clientsPerLink: 1,
  linkLifeHours: 72,
  pinRequired: true,
  centralEmail: null,
  selfDeployment: false,
  refreshHours: 24,
  blockCopiedClients: false,
}
