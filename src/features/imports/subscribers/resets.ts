import type { Tx } from '#platform/database/index.ts'
import { countRemarked } from '../rows-store.ts'
import type { AnyImportOptions, Import } from '../schema.ts'
import type { ImportRecord } from '../store.ts'
import { resetsClients } from './row-rules.ts'

/**
 * How many records and softphones a plan resets by a new client service user name, to be kept among its counts. Asked after its rows are stored;
 * only a plan that overwrites can change a record.
 */
export async function resetCounts(
  tx: Tx,
  { importId, options }: Pick<ImportRecord, 'importId' | 'options'>,
): Promise<Record<string, number>> {
  if (!(options as AnyImportOptions).overwrite) return {}
  const { records, softphones } = await countRemarked(tx, importId, resetsClients)
  return { resetRecords: records, resetSoftphones: softphones }
}

/** MU-10: what the whole plan does to softphones (CD-12), to be read before it is applied and before it is undone. */
export function resetWarnings({ counts }: Pick<ImportRecord, 'counts'>): Import['warnings'] {
  const { resetRecords = 0, resetSoftphones = 0 } = counts
  if (resetRecords === 0) return []
  const whose =
    resetRecords === 1
      ? '1 record that has softphones gets another client service user name.'
      : `${resetRecords.toLocaleString('en')} records that have softphones get another client service user name.`
  const what =
    resetSoftphones === 1
      ? '1 softphone is reset, stops working and needs a new deployment e-mail.'
      : `${resetSoftphones.toLocaleString('en')} softphones are reset, stop working and need a new deployment e-mail.`
  const message = `${whose} ${what} Undoing the import gives the user names back, but not the softphones.`
  return [{ code: 'imports.resets-clients', message }]
}
