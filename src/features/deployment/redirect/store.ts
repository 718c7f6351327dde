import { randomUUID } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { EmailDefaults } from './schema.ts'

/** Rows that one pruning deletes at most, so that a redirect never waits behind it (about 5 ms). */
const pruneBatch = 1_000

/** Written into the file; another number means another layout, and the file is set aside. */
const layout = 1

const schema = `
  create table store (store_id text not null) strict;
  create table origins (
    id integer primary key,
    origin text not null unique,
    registered_at integer not null
  ) strict;
  create table links (
    token_hash blob primary key,
    origin_id integer not null references origins (id),
    expires_at integer not null
  ) strict, without rowid;
  create index links_expires_at on links (expires_at);
  create table email_defaults (
    language text primary key,
    version integer not null,
    subject text not null,
    body_text text not null
  ) strict;
`

export type StoredLink = { tokenHash: Uint8Array; expiresAtMs: number }

/**
 * The redirect server's own store: hashes of tokens, origins and default texts, nothing of any person. All of it can be
 * pushed again by the services, so a file that cannot be read is set aside and a new store begun.
 */
export class RedirectStore implements Disposable {
  readonly storeId: string
  /** Where an unreadable file was moved to, if there was one. */
  readonly setAsidePath: string | undefined
  readonly #db: DatabaseSync
  /** Prepared once, because every redirect asks it. */
  readonly #originOfLink: StatementSync

  /** `path` is a file, made with its folder if missing, or `:memory:`. */
  constructor(path: string) {
    const opened = openOrBeginAnew(path)
    this.#db = opened.db
    this.setAsidePath = opened.setAsidePath
    this.#originOfLink = this.#db.prepare(
      `select origin from links join origins on origins.id = links.origin_id
       where token_hash = ? and expires_at > ?`,
    )
    this.storeId = String(this.#db.prepare('select store_id from store').get()?.store_id)
  }

  /** Registers a service by its origin; registering again changes nothing. */
  registerOrigin(origin: string, nowMs: number): void {
    this.#db
      .prepare('insert into origins (origin, registered_at) values (?, ?) on conflict (origin) do nothing')
      .run(origin, nowMs)
  }

  /** Under which id is this origin registered? Undefined if it is not. */
  originId(origin: string): number | undefined {
    const row = this.#db.prepare('select id from origins where origin = ?').get(origin)
    return row ? Number(row.id) : undefined
  }

  /**
   * Holds these links for an origin, all or none. The last push wins: a service that moved to another origin takes its
   * links along by pushing them again.
   */
  holdLinks(originId: number, links: StoredLink[]): void {
    const hold = this.#db.prepare(
      `insert into links (token_hash, origin_id, expires_at) values (?, ?, ?)
       on conflict (token_hash) do update set origin_id = excluded.origin_id, expires_at = excluded.expires_at`,
    )
    this.#transaction(() => {
      for (const { tokenHash, expiresAtMs } of links) hold.run(tokenHash, originId, expiresAtMs)
    })
  }

  /** Forgets those of these links that belong to the origin. */
  forgetLinks(originId: number, tokenHashes: Uint8Array[]): void {
    const forget = this.#db.prepare('delete from links where token_hash = ? and origin_id = ?')
    this.#transaction(() => {
      for (const tokenHash of tokenHashes) forget.run(tokenHash, originId)
    })
  }

  /** To which origin does this link lead now? Undefined if it is unknown or has expired. */
  originOfLink(tokenHash: Uint8Array, nowMs: number): string | undefined {
    const row = this.#originOfLink.get(tokenHash, nowMs)
    return row ? String(row.origin) : undefined
  }

  /** Deletes one batch of expired links and answers whether there may be more. */
  pruneExpired(nowMs: number): boolean {
    const { changes } = this.#db
      .prepare(
        `delete from links where token_hash in
           (select token_hash from links where expires_at <= ? order by expires_at limit ${pruneBatch})`,
      )
      .run(nowMs)
    return Number(changes) === pruneBatch
  }

  /** How many links have not expired? */
  countLinks(nowMs: number): number {
    return Number(
      this.#db.prepare('select count(*) as links from links where expires_at > ?').get(nowMs)?.links,
    )
  }

  /** Which services are registered? */
  origins(): string[] {
    return this.#db
      .prepare('select origin from origins order by origin')
      .all()
      .map(({ origin }) => String(origin))
  }

  /** Replaces the default e-mail content, unless what is held is newer; answers whether it did. */
  replaceEmailDefaults({ version, contents }: EmailDefaults): boolean {
    const insert = this.#db.prepare(
      'insert into email_defaults (language, version, subject, body_text) values (?, ?, ?, ?)',
    )
    return this.#transaction(() => {
      if ((this.emailDefaults()?.version ?? 0) > version) return false
      this.#db.exec('delete from email_defaults')
      for (const { language, subject, bodyText } of contents) insert.run(language, version, subject, bodyText)
      return true
    })
  }

  /** The default e-mail content, or undefined where none was pushed yet. */
  emailDefaults(): EmailDefaults | undefined {
    const rows = this.#db
      .prepare('select language, version, subject, body_text from email_defaults order by language')
      .all()
    if (!rows[0]) return undefined
    const contents = rows.map(({ language, subject, body_text }) => ({
      language: String(language),
      subject: String(subject),
      bodyText: String(body_text),
    }))
    return { version: Number(rows[0].version), contents }
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #transaction<Result>(act: () => Result): Result {
    this.#db.exec('begin immediate')
    try {
      const result = act()
      this.#db.exec('commit')
      return result
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }
}

function openOrBeginAnew(path: string): { db: DatabaseSync; setAsidePath?: string } {
  try {
    return { db: open(path) }
  } catch (error) {
    if (!isUnreadable(error)) throw error
    const setAsidePath = setAside(path)
    return { db: open(path), setAsidePath }
  }
}

function open(path: string): DatabaseSync {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  const db = new DatabaseSync(path, { timeout: 5_000 })
  try {
    // Full synchronisation: a push that was answered must survive a power cut, or the service would not push it again.
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    const found = Number(db.prepare('pragma user_version').get()?.user_version)
    if (found === 0) begin(db)
    else if (found !== layout) throw new UnreadableStore(`its layout is ${found}, not ${layout}`)
    const check = String(db.prepare('pragma quick_check(1)').get()?.quick_check)
    if (check !== 'ok') throw new UnreadableStore(check)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function begin(db: DatabaseSync): void {
  db.exec(`begin exclusive; ${schema} pragma user_version = ${layout}`)
  db.prepare('insert into store (store_id) values (?)').run(randomUUID())
  db.exec('commit')
}

class UnreadableStore extends Error {
  override name = 'UnreadableStore'
}

/** Only a damaged or foreign file is set aside: a full disk, a lock or missing rights must stop the start instead. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof UnreadableStore) return true
  const { errcode } = error as { errcode?: number }
  const corrupt = 11
  const notADatabase = 26
  // The low byte of an extended result code is the primary one.
  return errcode !== undefined && [corrupt, notADatabase].includes(errcode & 0xff)
}

function setAside(path: string): string {
  const setAsidePath = `${path}.unreadable-${randomUUID()}`
  // The write-ahead log belongs to the damaged file; left behind it would be replayed into the new one.
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, setAsidePath + ending)
  }
  return setAsidePath
}
