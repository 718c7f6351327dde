import { type KeyHash, noKeys, type RowKeys } from '../likeness.ts'
import type { SubscriberCells } from '../reading/cells.ts'

/** What makes the row of a subscriber like another, as it is kept with the plan. */
export function rowKeysOf(
  { pbxSipHost, pbxSipUserName, clientServiceUserName, email, directoryNumber }: SubscriberCells,
  hash: KeyHash,
): RowKeys {
  const number = directoryNumber ?? pbxSipUserName
  return {
    pbxAccountKey: pbxSipHost && pbxSipUserName ? hash('pbx', pbxSipHost, pbxSipUserName) : null,
    clientServiceKey: clientServiceUserName ? hash('service', clientServiceUserName) : null,
    emailKey: email ? hash('email', email.toLowerCase()) : null,
    numberKey: number ? hash('number', number) : null,
  }
}

/** What two rows must not have in common, as it stands: for rows that are compared in memory and not stored. */
export function accountKeysOf({
  pbxSipHost,
  pbxSipUserName,
  clientServiceUserName,
}: SubscriberCells): RowKeys {
  return {
    ...noKeys,
    pbxAccountKey: pbxSipHost && pbxSipUserName ? `pbx ${pbxSipHost} ${pbxSipUserName}` : null,
    clientServiceKey: clientServiceUserName ? `service ${clientServiceUserName}` : null,
  }
}
