export { adminsToTell, tellAdmins, tellOfPartner } from './admin-notices.ts'
export { digitsToFind } from './fields.ts'
export type { CountOfKind } from './forecast-store.ts'
export type { Users } from './list-store.ts'
export { addToSearchFrom as addUsersToSearchFrom } from './search-store.ts'
export { addUser } from './service.ts'
export {
  findUserByEmail,
  hasRegisteredAdmin,
  markInvited,
  markRegistered,
  markSignedIn,
  readUser,
  type UserRow,
} from './store.ts'
