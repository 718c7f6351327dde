export { languages } from './choices.ts'
export { findAccount } from './find-account.ts'
export { Language } from './schema.ts'
export {
  addCustomerOf,
  addPartner,
  firstPartner,
  partnerMayEnter,
  presentAccount,
  standingIn,
} from './service.ts'
export { type AccountRow, completeAccount, readAccount, setDefaultProfile } from './store.ts'
