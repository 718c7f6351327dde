import type { Writable } from 'node:stream'
import type pg from 'pg'
import type { Connection } from './patience.ts'
import { isUnread, nameOfPlan } from './statement-marks.ts'

/** Ends a transaction that has written nothing: PostgreSQL's other word for `commit`, which is waited for. */
export const endOfReading = 'end'

/** The fence is set; nobody reads the result. The parameter is an id. */
const entering = /^select app\.enter(_partner)?\(\$1\)$/
/** After these there is nothing to wait for: what fails leaves a connection that is broken, and whoever gets it next is told. */
const notWaitedFor = new Set(['rollback', endOfReading])

interface Statement {
  text: string
  values: unknown[]
}

/**
 * Saves the waiting for statements whose result nobody reads. What begins a transaction goes with its first statement, in the same packet (`pipeline` of
 * the driver): of a transaction that reads one row one answer is waited for instead of four. What is `unread` goes at once, so that PostgreSQL does it
 * while the program makes the next. Where one fails PostgreSQL does nothing that follows, and the failure is told instead of what comes of the next that
 * is read. Plans are kept of statements that say so (`keptPlan`).
 * @param client its pool has `pipeline` set
 */
export function sendingAhead(client: pg.PoolClient): Connection {
  let beginning: Statement[] = []
  let underWay: Array<Promise<unknown>> = []
  const nothing = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] }
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection

  function send<Row extends pg.QueryResultRow>({ text, values }: Statement): Promise<pg.QueryResult<Row>> {
    const answer = client.query<Row>({ name: nameOfPlan(text), text, values })
    // Whoever waits for it is told all the same.
    answer.catch(() => {})
    return answer
  }

  /** Two writes would wake PostgreSQL twice. */
  function sendWithBeginning<Row extends pg.QueryResultRow>(statement: Statement) {
    stream.cork()
    const before = withoutParametersJoined(beginning).map(send)
    const answer = send<Row>(statement)
    stream.uncork()
    beginning = []
    underWay.push(...before, answer)
    return answer
  }

  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]) {
      if (entering.test(text)) {
        beginning.push({ text: text.replace('$1', client.escapeLiteral(String(values[0]))), values: [] })
        return nothing
      }
      if (text === 'begin') {
        beginning.push({ text, values })
        return nothing
      }
      if (text === 'rollback') {
        // What was not sent need not be undone.
        const isBegun = !beginning.some((statement) => statement.text === 'begin')
        beginning = []
        if (!isBegun) return nothing
      }
      const isAlone = underWay.length === 0
      const answer = sendWithBeginning<Row>({ text, values })
      if (isUnread(text)) return nothing
      const all = underWay
      underWay = []
      if (isAlone && notWaitedFor.has(text)) return nothing
      // All are waited for: whoever is given the connection next would otherwise rely on plans that were refused behind the failure (ahead.test.ts).
      const told = await Promise.allSettled(all)
      // A failure of those before is the cause of this one's.
      const failure = told.find(({ status }) => status === 'rejected')
      if (failure?.status === 'rejected' && text !== 'rollback') throw failure.reason
      return answer
    },
    release: (broken) => client.release(broken),
  }
}

/** `begin` and what enters an account are one message. */
function withoutParametersJoined(statements: Statement[]): Statement[] {
  const joined: Statement[] = []
  for (const statement of statements) {
    const last = joined.at(-1)
    if (last && last.values.length + statement.values.length === 0) last.text += `; ${statement.text}`
    else joined.push({ ...statement })
  }
  return joined
}
