export { adminsToTell, tellAdmins, tellOfPartner } from './admin-notices.ts'
export { digitsToFind } from './fields.ts'
export type { CountOfKind } from './forecast-store.ts'
export { lockPeople, markInvited } from './invited-store.ts'
export type { Users } from './list-store.ts'
export type { AdminNotice } from './mails/admin-notice-mail.ts'
export { addToSearchFrom as addUsersToSearchFrom, foundUsers, hasWords, searchUsers } from './search-store.ts'
export { expandSelectionOfUsers } from './selection.ts'
export { addUser } from './service.ts'
export {
  findUserByEmail,
  fullName,
  hasAdmin,
  markLocked,
  markRegistered,
  markSignedIn,
  markUnlocked,
  readUser,
  type UserRow,
} from './store.ts'
