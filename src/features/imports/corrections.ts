import type { Tx } from '#platform/database/index.ts'
import { type ImportRecord, readImport, updateImport } from './store.ts'

// While a corrected file is read its plan is *planning*, as while it was made, and names the correction: the program may die before it ends.

/** Which correction the plan is in; undefined: none. */
export function correctionOf({
  status,
  reading,
}: Pick<ImportRecord, 'status' | 'reading'>): string | undefined {
  return status === 'planning' && typeof reading.correction === 'string' ? reading.correction : undefined
}

/** Begins a correction of a plan that the caller has locked. */
export async function beginCorrection(
  tx: Tx,
  { importId, reading }: ImportRecord,
  correctionId: string,
): Promise<void> {
  await updateImport(tx, importId, { status: 'planning', reading: { ...reading, correction: correctionId } })
}

/** The plan is ready again, with what was corrected, if it is in this correction. */
export async function endCorrection(tx: Tx, importId: string, correctionId: string): Promise<void> {
  const plan = await readImport(tx, importId, { lock: true })
  if (!plan || correctionOf(plan) !== correctionId) return
  const { correction: _over, ...reading } = plan.reading
  await updateImport(tx, importId, { status: 'ready', reading })
}
