export { Language, languages } from './schema.ts'
export { addPartner, firstPartner, presentAccount, standingIn } from './service.ts'
export { type AccountRow, readAccount, updateAccount } from './store.ts'
