import type { Tx } from '#platform/database/index.ts'
import { readAccount } from '../../accounts/index.ts'
import { listProfiles, type ProfileRow } from '../../deployment/index.ts'

/** The profiles that a row may name, and the one it gets when it names none. */
export interface KnownProfiles {
  profiles: ProfileRow[]
  defaultId: string | null
}

/** Which profiles may rows name? */
export async function profilesForJudging(tx: Tx): Promise<KnownProfiles> {
  return { profiles: await listProfiles(tx), defaultId: (await readAccount(tx))?.defaultProfileId ?? null }
}
