import type { CsvFlavour } from '#platform/csv/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { openContent, shownCells } from './draft.ts'
import type { RecordKind } from './kind.ts'
import type { Reading } from './reading-of-file.ts'
import { listRows } from './rows-store.ts'
import { readImport } from './store.ts'
import { type FixRow, fixCsv } from './writing/fix-csv.ts'

const pageSize = 1_000

/** The rows of a plan that need correction, as a file to correct and upload again; secrets stand in it as `(kept)`. */
export async function fixFile(
  { database, sealing }: Platform,
  actor: Actor,
  kind: RecordKind,
  importId: string,
  verdicts: string[],
  flavour: CsvFlavour,
): Promise<AsyncGenerator<string, void, undefined>> {
  const plan = await database.inAccount(actor.accountId, (tx) => readImport(tx, importId, { of: kind.name }))
  if (!plan) throw notFound()

  async function* rows(): AsyncGenerator<FixRow, void, undefined> {
    for (let after = 0; ; ) {
      const page = await database.inAccount(actor.accountId, async (tx) => {
        const opening = await sealing.inAccount(tx)
        const found = await listRows(tx, importId, { verdicts, after, limit: pageSize })
        after = found.at(-1)?.rowNumber ?? after
        return found.map((row) => ({
          line: row.line,
          cells: shownCells(kind.columns, openContent(opening, importId, row)),
          problems: row.problems.map((problem) => problem.message),
        }))
      })
      yield* page
      if (page.length < pageSize) return
    }
  }
  return fixCsv(rows(), plan.reading as unknown as Reading, flavour)
}
