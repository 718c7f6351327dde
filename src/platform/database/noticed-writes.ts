import {
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  RawNode,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely'
import type { DB } from './schema.generated.ts'
import { saysOnlyReads } from './statement-marks.ts'

/** Notices whether a transaction has run anything that may have written. To be used as a plugin of one transaction. */
export class NoticedWrites implements KyselyPlugin {
  happened = false

  notice(statement: RootOperationNode): void {
    this.happened ||= !isReading(statement)
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    this.notice(node)
    return node
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result
  }
}

/** A statement is run that was built before: plugins of the transaction do not see it. */
export function noticeRun(trx: Kysely<DB>, statement: RootOperationNode): void {
  for (const plugin of trx.getExecutor().plugins)
    if (plugin instanceof NoticedWrites) plugin.notice(statement)
}

function isReading(node: RootOperationNode): boolean {
  if (node.kind === 'SelectQueryNode') return true
  // Text of SQL may call a function that writes, unless it says that it does not.
  return (
    RawNode.is(node) &&
    node.parameters.some((part) => RawNode.is(part) && part.sqlFragments.some(saysOnlyReads))
  )
}
