import type { Tx } from '#platform/database/index.ts'
import { pbxFieldsMissing } from './errors.ts'
import { countLackingPbxFields } from './replacement-store.ts'
import type { ProfileRow } from './store.ts'

type Reach = Pick<ProfileRow, 'doNotDeploy' | 'mbgSipHost'>

/**
 * MU-9: what names no border gateway leaves records without PBX fields with nothing to register at. Nobody loses the gateway unnoticed: who
 * takes it away says how many records that concerns.
 * @param confirmed how many the caller knows of
 * @throws Refusal `deployment-profiles.pbx-fields-missing` with their number, where there are more
 */
export async function assertPbxFieldsKnown(
  tx: Tx,
  profileId: string,
  { before, after, confirmed }: { before: Reach; after: Reach; confirmed: number },
): Promise<void> {
  if (isStandAlone(before) || !isStandAlone(after)) return
  const count = await countLackingPbxFields(tx, profileId)
  if (count > confirmed) throw pbxFieldsMissing(count)
}

function isStandAlone({ doNotDeploy, mbgSipHost }: Reach): boolean {
  return !doNotDeploy && mbgSipHost === null
}
