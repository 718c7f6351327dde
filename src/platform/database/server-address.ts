import pg from 'pg'

/** Where the driver connects to for this URL, its defaults included. A host that begins with `/` is the folder of a Unix socket. */
export function serverAddress(databaseUrl: string): { host: string; port: number } {
  const { host, port } = new pg.Client({ connectionString: databaseUrl })
  return { host, port }
}
