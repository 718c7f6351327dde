import pg from 'pg'

/** Raw SQL as the role that the program runs as. Nothing of it is kept. */
export interface RuntimeRole {
  client: pg.Client
  /** What was raised as a notice since it was connected. */
  notices: string[]
  /** Runs `act` in a transaction in which nothing, an account or a partner is entered, and undoes it. */
  having<T>(entered: { accountId?: string; partnerId?: string }, act: () => Promise<T>): Promise<T>
  /** What one statement of it came to; it is undone. */
  tryOut(statement: string, values?: unknown[]): Promise<Outcome>
  close(): Promise<void>
}

/** How many rows it showed or touched, with the first column of each; or why it was refused. */
export type Outcome = { rows: number; first: unknown[] } | { refused: string }

/** 42501, insufficient privilege: of the role, of row-level security, or because nothing is entered. */
export const forbidden = { refused: '42501' }

export async function asRuntimeRole(url: string): Promise<RuntimeRole> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  const notices: string[] = []
  client.on('notice', ({ message }) => void notices.push(String(message)))
  await client.connect()
  return {
    client,
    notices,
    async having({ accountId, partnerId }, act) {
      await client.query('begin')
      try {
        if (accountId) await client.query('select app.enter($1)', [accountId])
        if (partnerId) await client.query('select app.enter_partner($1)', [partnerId])
        return await act()
      } finally {
        await client.query('rollback')
      }
    },
    async tryOut(statement, values = []) {
      await client.query('savepoint attempt')
      try {
        const { rowCount, rows } = await client.query({ text: statement, values, rowMode: 'array' })
        return { rows: rowCount ?? 0, first: rows.map(([value]) => value) }
      } catch (error) {
        return { refused: (error as pg.DatabaseError).code ?? String(error) }
      } finally {
        await client.query('rollback to savepoint attempt')
      }
    },
    close: () => client.end(),
  }
}
