import type pg from 'pg'
import type { Connection } from './patience.ts'

/** Ends a transaction that has written nothing: PostgreSQL's other word for `commit`, which is waited for. */
export const endOfReading = 'end'

/** The fence is set; nobody reads the result. The parameter is an id. */
const entering = /^select app\.enter(_partner)?\(\$1\)$/
/** After these there is nothing to wait for: what fails leaves a connection that is broken, and whoever gets it next is told. */
const notWaitedFor = new Set(['rollback', endOfReading])

/**
 * Saves the waiting for statements whose result nobody reads: they are sent, and the next one at once behind them (`pipeline` of the driver); the
 * first two of a transaction in one message. Where one of them fails PostgreSQL does nothing that follows, and the failure is told instead of
 * what comes of the next. Of a transaction that reads one row one answer is waited for instead of four.
 * @param client its pool has `pipeline` set
 */
export function sendingAhead(client: pg.PoolClient): Connection {
  let isToBegin = false
  let ahead: Array<Promise<unknown>> = []
  const nothing = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] }

  function send(statement: string): void {
    const answer = client.query(isToBegin ? `begin; ${statement}` : statement)
    isToBegin = false
    answer.catch(() => {})
    ahead.push(answer)
  }

  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]) {
      if (text === 'begin') {
        isToBegin = true
        return nothing
      }
      if (entering.test(text)) {
        send(text.replace('$1', client.escapeLiteral(String(values[0]))))
        return nothing
      }
      if (isToBegin) send('')
      const answer = client.query<Row>(text, values)
      const before = ahead
      ahead = []
      if (notWaitedFor.has(text)) {
        answer.catch(() => {})
        return nothing
      }
      // A failure of those before is the cause of this one's.
      return Promise.all([...before, answer]).then(() => answer)
    },
    release: (broken) => client.release(broken),
  }
}
