export {
  type Credential,
  derivedCredential,
  emailHmac,
  parseCredential,
  randomCredential,
  sameSecret,
} from './credentials.ts'
export { assertMasterKeyFits } from './key-check.ts'
export { loadMasterKey, type MasterKey, masterKeyOf } from './master-key.ts'
export { openText, sealText } from './sealed-text.ts'
export { type AccountSealing, createSealing, type Sealing } from './sealing.ts'
