export { languages } from './choices.ts'
export { accountDeactivated } from './errors.ts'
export { findAccount } from './find-account.ts'
export { replacementUnknown } from './locations/errors.ts'
export { insertLocation, lockLocation, removeLocation } from './locations/store.ts'
export { Language } from './schema.ts'
export {
  addCustomerOf,
  addPartner,
  firstPartner,
  partnerMayEnter,
  presentAccount,
  standingIn,
} from './service.ts'
export {
  type AccountRow,
  completeAccount,
  lockAccount,
  readAccount,
  setAdminsNeedSecondFactor,
  setDefaultProfile,
} from './store.ts'
