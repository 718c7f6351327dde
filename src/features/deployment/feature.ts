import type { Feature } from '../feature.ts'
import { consequences } from './deployments/consequences.ts'
import { deploymentOperation } from './deployments/deploy.ts'
import { deploymentMailKind, newPhoneMailKind } from './deployments/mail-kinds.ts'
import { deploymentPages } from './deployments/pages.ts'
import { deployClients, handOverLinks } from './deployments/permissions.ts'
import { linkPusher, pushLinksRecurring } from './deployments/redirect-push.ts'
import { routes as deploymentRoutes } from './deployments/routes.ts'
import { changeProfiles, readProfiles } from './profiles/permissions.ts'
import { routes as profileRoutes } from './profiles/routes.ts'
import { addDefaultProfile } from './profiles/service.ts'
import { actRoutes } from './subscribers/act-routes.ts'
import { deletionOperation } from './subscribers/deletions.ts'
import { changeSubscribers, disclosePins, readSubscribers } from './subscribers/permissions.ts'
import { pinOperation } from './subscribers/pins.ts'
import { profileChangeOperation, profileConsequences } from './subscribers/profile-consequences.ts'
import { routes as subscriberRoutes } from './subscribers/routes.ts'

export const deployment: Feature = {
  name: 'deployment',
  permissions: [
    readProfiles,
    changeProfiles,
    readSubscribers,
    changeSubscribers,
    disclosePins,
    deployClients,
    handOverLinks,
  ],
  routes: (platform) => [
    ...profileRoutes(platform),
    ...subscriberRoutes(platform),
    ...actRoutes(platform),
    ...deploymentRoutes(platform),
  ],
  hears: (platform) => ({
    ...consequences(platform),
    ...profileConsequences(platform),
    // Partner accounts have no client deployment.
    'account.created': async (tx, { kind }) => {
      if (kind === 'customer') await addDefaultProfile(tx, platform().clock.now())
    },
  }),
  operations: (platform) => [
    deploymentOperation(platform),
    deletionOperation(platform),
    pinOperation(platform),
    profileChangeOperation(platform),
  ],
  mails: (platform) => [deploymentMailKind(platform), newPhoneMailKind(platform)],
  jobs: (platform) => [linkPusher(platform)],
  recurring: [pushLinksRecurring],
  pages: deploymentPages,
}
