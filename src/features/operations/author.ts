import type { Tx } from '#platform/database/index.ts'
import { type Actor, type Author, Refusal } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccess } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import type { OperationKind } from './operation-kind.ts'
import type { OperationRow } from './store.ts'

/** Who asks for an operation, where it is not a caller. */
export interface Asker {
  userId: string | null
  name: string
  /**
   * Whose right it goes by. null: nobody's, because Rollcall does it by itself, or because it follows from what somebody has done already, as they were
   * allowed to.
   */
  author: Author | null
}

/** Whose right an operation goes by that is asked for so. */
export function authorOf(asker: Actor | Asker): Author | null {
  if ('author' in asker) return asker.author
  const { userId, homeAccountId, homeAccountKind, name, apiKey, permission } = asker
  if (permission === undefined) throw new Error('Who acts for themselves asks for no operation.')
  return { userId, homeAccountId, homeAccountKind, name, apiKey, permission }
}

/** Why an operation may not go on; undefined: it may. Asked at its begin and before each chunk (threats.md "Right taken away"). */
export async function whyNotAnyMore(
  { stillMay }: Pick<Platform, 'stillMay'>,
  tx: Tx,
  { author }: Pick<OperationRow, 'author'>,
  { skipsWhileDeactivated }: Pick<OperationKind, 'skipsWhileDeactivated'> = {},
): Promise<Refusal | undefined> {
  if (author === null || (await stillMay(tx, author))) return undefined
  if (skipsWhileDeactivated && (await readAccess(tx))?.status === 'deactivated') return undefined
  return rightLost(author.name)
}

/** Tells the history of it where that is why an operation has ended: whoever took the right sees what it has stopped. */
export async function recordIfRightLost(
  tx: Tx,
  { operationId, kind, author }: OperationRow,
  failure: Refusal | null,
): Promise<void> {
  if (failure?.code !== 'operations.right-lost') return
  const subject = { kind: 'operation', id: operationId }
  await record(tx, rollcall, 'operation.right-lost', subject, { kind, name: author?.name })
}

const rollcall = { kind: 'system', name: 'Rollcall' } as const

const rightLost = (name: string) =>
  new Refusal(
    403,
    'operations.right-lost',
    `${name}, who asked for this, may not do it here any more, so it was stopped. What is done already stays done.`,
  )
