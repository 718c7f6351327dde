import type { Tx } from '#platform/database/index.ts'
import { type Actor, type Author, notFound, Refusal, type RequireStepUp } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { enqueue } from '#platform/queue/index.ts'
import { record } from '../audit/index.ts'
import { authorOf } from './author.ts'
import { forgetNotes } from './notes-store.ts'
import { runOperation } from './service.ts'
import type { OperationRow } from './store.ts'
import * as store from './store.ts'

/**
 * Does the failed records of a finished operation again, by the right of whoever says so.
 * @throws Refusal 409 `operations.still-running`; 403 `operations.retry-not-allowed`, `auth.step-up-required` where beginning it needed that
 */
export async function retryFailed(
  platform: Platform,
  actor: Actor,
  operationId: string,
  requireStepUp: RequireStepUp,
): Promise<OperationRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const known = await store.readOperation(tx, operationId)
    if (!known) throw notFound()
    const author = await authorOfRetry(platform, tx, actor, known)
    // A key, which proves nothing, does not do what is delicate.
    if (known.parameters.delicate === true && !actor.apiKey) requireStepUp()
    if (known.finishedAt === null) {
      throw new Refusal(
        409,
        'operations.still-running',
        'The operation is still running. Retry what failed when it has ended.',
      )
    }
    const reopened = await store.reopenFailedItems(tx, operationId)
    if (reopened > 0) {
      await store.goOnBy(tx, operationId, author, parametersOfRetry(known, actor))
      await forgetNotes(tx, operationId)
      await enqueue(tx, runOperation, { accountId: tx.accountId, operationId })
      await record(
        tx,
        actor,
        'operation.retried',
        { kind: 'operation', id: operationId },
        { failed: reopened },
      )
    }
    return (await store.readOperation(tx, operationId)) as OperationRow
  })
}

/** What is done again is done by whoever retries: rules that look at who acts, and the history, see them. */
function parametersOfRetry({ parameters }: OperationRow, actor: Actor): Record<string, unknown> {
  const { userId, homeAccountId, homeAccountKind, role, name, email, accountId, address, requestId, apiKey } =
    actor
  const who = {
    userId,
    homeAccountId,
    homeAccountKind,
    role,
    name,
    email,
    accountId,
    address,
    requestId,
    apiKey,
  }
  const renamed = { actor: who, importer: who, actorName: name }
  return {
    ...parameters,
    ...Object.fromEntries(Object.entries(renamed).filter(([key]) => key in parameters)),
  }
}

/**
 * Whoever retries needs the right to do it themselves, and from here on it is theirs that counts.
 * @throws Refusal `operations.retry-not-allowed`
 */
async function authorOfRetry(
  { stillMay, permissions }: Pick<Platform, 'stillMay' | 'permissions'>,
  tx: Tx,
  actor: Actor,
  known: Pick<OperationRow, 'author'>,
): Promise<Author | null> {
  if (known.author === null) {
    // What it needs was not kept: a key, whose scopes may be narrow, is not trusted with it.
    if (actor.apiKey) throw retryNotAllowed('the right that it goes by')
    return null
  }
  const author = authorOf({ ...actor, permission: known.author.permission })
  if (author && (await stillMay(tx, author))) return author
  const needed = permissions.find(({ name }) => name === known.author?.permission)
  throw retryNotAllowed(`the permission ${needed?.name ?? 'that it goes by'}`)
}

const retryNotAllowed = (needed: string) =>
  new Refusal(
    403,
    'operations.retry-not-allowed',
    `Doing these records again needs ${needed} too. Ask somebody who has it.`,
  )
