import type { CompiledQuery, Kysely } from 'kysely'
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
 * and every change writes: building one takes 0.1 ms of the server, and twice that beside other work that takes the caches from it.
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
    return (await trx.executeQuery<Row>({ ...built, parameters })).rows
  }
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
