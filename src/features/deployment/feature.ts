import type { Feature } from '../feature.ts'
import { automaticDeploymentOperation } from './deployments/auto-deploy.ts'
import { consequences } from './deployments/consequences.ts'
import { deploymentOperation } from './deployments/deploy.ts'
import { forcedConfigurationOperation } from './deployments/force.ts'
import { deploymentMailKind, newPhoneMailKind } from './deployments/mail-kinds.ts'
import { deploymentPages } from './deployments/pages.ts'
import { softphonesOfPeople } from './deployments/people.ts'
import { deployClients, handOverLinks, readRedirectServer } from './deployments/permissions.ts'
import { linkPusher, pushLinksRecurring } from './deployments/redirect-push.ts'
import { routes as deploymentRoutes } from './deployments/routes.ts'
import { synchronisationOperation } from './deployments/synchronise.ts'
import { changeEmail, readEmail } from './email/permissions.ts'
import { routes as emailRoutes } from './email/routes.ts'
import { testMailKind } from './email/test-message.ts'
import { portalRoutes } from './portal/routes.ts'
import { endOwnLinksWhereSwitched } from './portal/switched-off.ts'
import { profileReplacementOperation } from './profiles/deletion.ts'
import { changeProfiles, readProfiles } from './profiles/permissions.ts'
import { routes as profileRoutes } from './profiles/routes.ts'
import { addDefaultProfile } from './profiles/service.ts'
import { actRoutes } from './subscribers/act-routes.ts'
import { deletionOperation } from './subscribers/deletions.ts'
import { countFigures, countOpen } from './subscribers/figures-store.ts'
import { changeSubscribers, disclosePins, readSubscribers } from './subscribers/permissions.ts'
import { personAssignmentOperation } from './subscribers/person-assignments.ts'
import { pinOperation } from './subscribers/pins.ts'
import { profileChangeOperation, startProfileChange } from './subscribers/profile-consequences.ts'
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
    readRedirectServer,
    readEmail,
    changeEmail,
  ],
  routes: (platform) => [
    ...profileRoutes(platform),
    ...subscriberRoutes(platform),
    ...actRoutes(platform),
    ...deploymentRoutes(platform),
    ...emailRoutes(platform),
    ...portalRoutes(platform),
  ],
  hears: (platform) => ({
    ...consequences(platform),
    ...softphonesOfPeople(platform),
    'profile.changed': async (tx, event) => {
      await endOwnLinksWhereSwitched(platform(), tx, event)
      await startProfileChange(platform(), tx, event)
    },
    // Partner accounts have no client deployment.
    'account.created': async (tx, { kind }) => {
      if (kind === 'customer') await addDefaultProfile(tx, platform().clock.now())
    },
    'account.counting': async (tx, { figures, now }) => {
      Object.assign(figures, await countFigures(tx, now))
    },
    'account.forecasting-deactivation': async (tx, { forecast, now }) => {
      Object.assign(forecast, await countOpen(tx, now))
    },
  }),
  operations: (platform) => [
    deploymentOperation(platform),
    automaticDeploymentOperation(platform),
    forcedConfigurationOperation(platform),
    synchronisationOperation(platform),
    deletionOperation(platform),
    pinOperation(platform),
    personAssignmentOperation(platform),
    profileChangeOperation(platform),
    profileReplacementOperation(platform),
  ],
  mails: (platform) => [deploymentMailKind(platform), newPhoneMailKind(platform), testMailKind(platform)],
  jobs: (platform) => [linkPusher(platform)],
  recurring: [pushLinksRecurring],
  pages: deploymentPages,
}
