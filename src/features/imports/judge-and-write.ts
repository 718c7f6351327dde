import type { Tx } from '#platform/database/index.ts'
import { Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type Chunking, compareChunk, type JudgedChunk, judgeChunk, type OpenedChunk } from './chunks.ts'
import type { WrittenChange } from './kind.ts'
import { undoneWhenRefused } from './store.ts'

/** What is refused as often is refused by a rule that judging does not know. */
const attemptsMax = 3

/**
 * Judges rows and writes them to the account of the transaction. Where somebody takes in between what a row needs, its e-mail address say, all are
 * judged again: then it is known which row it is, and that one alone is left out.
 * @throws Refusal what a rule says that judging does not see: then none of them is written
 */
export async function judgeAndWrite(
  platform: Platform,
  tx: Tx,
  chunking: Chunking,
  opened: OpenedChunk,
): Promise<{ judged: JudgedChunk; changes: WrittenChange[] }> {
  const { kind, importer, judging } = chunking
  const by = { importer, options: judging.options }
  for (let attempt = 1; ; attempt++) {
    const judged = judgeChunk(chunking, await compareChunk(tx, chunking, opened))
    try {
      const changes = await undoneWhenRefused(tx, () => kind.write(platform, tx, by, judged.prepared))
      return { judged, changes }
    } catch (error) {
      if (!(error instanceof Refusal) || attempt === attemptsMax) throw error
    }
  }
}
