import type { CompiledQuery, Kysely, QueryResult, UnknownRow } from 'kysely'
import type { DirectoryTx, Tx } from './database.ts'
import { noticeRun } from './noticed-writes.ts'
import type { DB } from './schema.generated.ts'
import { markedAsKept } from './statement-marks.ts'

/** What Kysely builds, also from text. */
interface Statement<Row> {
  compile(db: Kysely<DB>): CompiledQuery<Row>
}

/** Stands in a statement for a value that is given whenever it is run. */
class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement that is built by the program once and planned once on a connection (see `keptPlan`, which it need not say), for what every request asks
 * and every change writes. Signing in, which has twenty, takes the server 1.3 ms less beside hashes that take the caches from it, and adding 0.1.
 * @param build only hands on what is given: it is called once, with stand-ins. What is written to JSON is given as text
 */
export function keptStatement<Given extends object, Row>(
  build: (db: Kysely<DB>, given: Given) => Statement<Row>,
): (trx: DirectoryTx, given: Given) => Promise<Row[]> {
  let built: CompiledQuery<Row> | undefined
  return async (trx, given) => {
    built ??= compiled(trx, build(trx, slots<Given>()))
    noticeRun(trx, built.query)
    const parameters = built.parameters.map((value) =>
      value instanceof Slot ? given[value.name as keyof Given] : value,
    )
    return run(trx, { ...built, parameters })
  }
}

/** Unlike Kysely's own, waits for no statement that was begun before it: the connection sends them one behind the other. */
async function run<Row>(trx: DirectoryTx, query: CompiledQuery<Row>): Promise<Row[]> {
  const executor = trx.getExecutor()
  const { answer } = await executor.provideConnection(async (connection) => ({
    answer: connection.executeQuery<Row>(query),
  }))
  let result: QueryResult<UnknownRow> = await (answer as Promise<QueryResult<UnknownRow>>)
  for (const plugin of executor.plugins)
    result = await plugin.transformResult({ result, queryId: query.queryId })
  return result.rows as Row[]
}

/**
 * What several kept statements read that need nothing of each other: all are sent before the first is answered.
 * @throws the first failure, when all are answered: none is sent after the end of the transaction
 */
export async function readAtOnce<Results extends readonly unknown[]>(
  reads: {
    [Index in keyof Results]: Promise<Results[Index]>
  },
): Promise<Results> {
  let failure: { error: unknown } | undefined
  const results = await Promise.all(
    reads.map((read) =>
      read.catch((error: unknown) => {
        failure ??= { error }
      }),
    ),
  )
  if (failure) throw failure.error
  return results as unknown as Results
}

/** The same inside an account. @param build only hands on the account as well */
export function keptInAccount<Given extends object, Row>(
  build: (db: Kysely<DB>, accountId: string, given: Given) => Statement<Row>,
): (tx: Tx, given: Given) => Promise<Row[]> {
  const run = keptStatement((db, given: Given & Pick<Tx, 'accountId'>) => build(db, given.accountId, given))
  return (tx, given) => run(tx, { ...given, accountId: tx.accountId })
}

/** The same for a select. @returns reads the first row */
export function keptRead<Given extends object, Row>(
  build: (db: Kysely<DB>, accountId: string, given: Given) => Statement<Row>,
): (tx: Tx, given: Given) => Promise<Row | undefined> {
  const run = keptInAccount(build)
  return async (tx, given) => (await run(tx, given))[0]
}

function slots<Given extends object>(): Given {
  return new Proxy({} as Given, { get: (_given, name) => new Slot(String(name)) })
}

function compiled<Row>(db: Kysely<DB>, statement: Statement<Row>): CompiledQuery<Row> {
  const query = statement.compile(db)
  return { ...query, sql: markedAsKept(query.sql) }
}
