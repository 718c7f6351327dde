export { languages } from './choices.ts'
export { accountDeactivated } from './errors.ts'
export { accountsCalled, everyAccount } from './every-account.ts'
export { type FoundAccount, findAccount } from './find-account.ts'
export type { Integration } from './integrations/schema.ts'
export { isIntegrationOn } from './integrations/store.ts'
export { peopleStay, replacementUnknown } from './locations/errors.ts'
export {
  insertLocation,
  locationNames,
  locationsCalled,
  lockLocation,
  removeLocation,
} from './locations/store.ts'
export { partnerMayEnter } from './partner-access.ts'
export { isOpenToPartner } from './partner-access-store.ts'
export { Language } from './schema.ts'
export {
  addCustomerOf,
  addPartner,
  firstPartner,
  presentAccount,
  standingIn,
  standingOf,
} from './service.ts'
export {
  type Access,
  type AccountRow,
  completeAccount,
  listCustomersByName,
  lockAccount,
  lockAccountAlone,
  readAccess,
  readAccount,
  setAdminsNeedSecondFactor,
  setDefaultProfile,
} from './store.ts'
