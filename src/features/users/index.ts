export { addPeople, addUser } from './adding.ts'
export type { PlannedPerson } from './adding-store.ts'
export { adminsToTell, tellAdmins, tellOfPartner } from './admin-notices.ts'
export { type FoundPerson, findUsersByEmail, readUsers } from './bulk-store.ts'
export { changeEach, changeOwnDetails, whyNoOtherNumber } from './changes.ts'
export { deletePeople } from './deletions.ts'
export { digitsToFind, mobileNumber } from './fields.ts'
export type { Users } from './filter-store.ts'
export type { CountOfKind } from './forecast-store.ts'
export { lockPeople, markInvited } from './invited-store.ts'
export { countUsers, listUsers } from './list-store.ts'
export type { AdminNotice } from './mails/admin-notice-mail.ts'
export { withNumbersJoined } from './needle.ts'
export { presentUsers } from './present.ts'
export { addToSearchFrom as addUsersToSearchFrom, foundUsers, hasWords, searchUsers } from './search-store.ts'
export { countSelectedUsers, expandSelectionOfUsers, selectedUsers } from './selection.ts'
export { opensAccount } from './service.ts'
export {
  findUserByEmail,
  fullName,
  hasAdmin,
  hasRegisteredAdmin,
  markLocked,
  markRegistered,
  markSignedIn,
  markUnlocked,
  readUser,
  type UserRow,
} from './store.ts'
