export {
  type Credential,
  derivedCredential,
  emailHmac,
  parseCredential,
  randomCredential,
  sameSecret,
} from './credentials.ts'
export { loadMasterKey, type MasterKey, masterKeyOf } from './master-key.ts'
export { type AccountSealing, createSealing, type Place, type Sealing } from './sealing.ts'
