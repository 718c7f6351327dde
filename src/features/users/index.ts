export { adminsToTell, tellAdmins, tellOfPartner } from './admin-notices.ts'
export { addUser } from './service.ts'
export {
  findUserByEmail,
  hasRegisteredAdmin,
  markRegistered,
  markSignedIn,
  readUser,
  type UserRow,
} from './store.ts'
