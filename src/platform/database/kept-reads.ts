import type { CompiledQuery, Kysely } from 'kysely'
import type { Tx } from './database.ts'
import type { DB } from './schema.generated.ts'
import { markedAsKept } from './statement-marks.ts'

/** Stands in a statement for a value that is given whenever it is run. */
class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A select that is built by the program once and planned once on a connection (see `keptPlan`), for what every request asks: of the 2 ms that adding
 * a person takes the server, building three of them took 0.2.
 * @param build only hands the account and what is given on: it is called once, with stand-ins
 * @returns reads the first row
 */
export function keptRead<Given extends object, Row>(
  build: (db: Kysely<DB>, accountId: string, given: Given) => { compile(): CompiledQuery<Row> },
): (tx: Tx, given: Given) => Promise<Row | undefined> {
  let built: CompiledQuery<Row> | undefined
  return async (tx, given) => {
    built ??= compiled(build(tx, accountSlot as unknown as string, slots<Given>()))
    const parameters = built.parameters.map((value) => {
      if (value === accountSlot) return tx.accountId
      return value instanceof Slot ? given[value.name as keyof Given] : value
    })
    const { rows } = await tx.executeQuery<Row>({ ...built, parameters })
    return rows[0]
  }
}

const accountSlot = new Slot('accountId')

function slots<Given extends object>(): Given {
  return new Proxy({} as Given, { get: (_given, name) => new Slot(String(name)) })
}

function compiled<Row>(select: { compile(): CompiledQuery<Row> }): CompiledQuery<Row> {
  const query = select.compile()
  return { ...query, sql: markedAsKept(query.sql) }
}
