import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashOfLinkToken } from './link-token.ts'
import { RedirectStore } from './store.ts'

const origin = 'https://rollcall.example.com'
const noon = Date.parse('2026-03-01T12:00:00Z')

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redirect-store-'))
  path = join(folder, 'redirect', 'links.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('the redirect store', () => {
  test('CD-13: survives a restart', () => {
    const first = new RedirectStore(path)
    hold(first, [['alice', noon + 1_000]])
    first.replaceEmailDefaults({ version: 3, contents: [{ language: 'de', subject: 's', bodyText: 'b' }] })
    first.close()
    using second = new RedirectStore(path)
    expect(second.storeId).toBe(first.storeId)
    expect(second.originOfLink(hashOfLinkToken('alice'), noon)).toBe(origin)
    expect(second.emailDefaults()?.version).toBe(3)
  })

  test('a lost file is a new store', () => {
    const first = new RedirectStore(path)
    first.close()
    rmSync(path)
    using second = new RedirectStore(path)
    expect(second.storeId).not.toBe(first.storeId)
    expect(second.setAsidePath).toBeUndefined()
  })

  test.each([
    ['no database', () => writeFileSync(path, 'x'.repeat(8_192))],
    ['cut off in the middle', () => writeFileSync(path, readFileSync(path).subarray(0, 6_000))],
    ['overwritten in the middle', () => writeFileSync(path, damaged(readFileSync(path)))],
    ['of another layout', () => alter('pragma user_version = 99')],
  ])('a file that is %s is set aside, and a new store begun', (_what, damage) => {
    const first = new RedirectStore(path)
    hold(first, aHundred(noon + 1_000))
    first.close()
    damage()
    using second = new RedirectStore(path)
    expect(second.storeId).not.toBe(first.storeId)
    expect(second.countLinks(noon)).toBe(0)
    expect(statSync(second.setAsidePath ?? '').isFile()).toBe(true)
    hold(second, [['bob', noon + 1_000]])
    expect(second.originOfLink(hashOfLinkToken('bob'), noon)).toBe(origin)
  })

  test('a file that cannot be opened stops the start and stays where it is', () => {
    expect(() => new RedirectStore(folder)).toThrow()
    expect(readdirSync(folder)).toEqual([])
  })

  test('expired links are pruned in batches, the others stay', () => {
    using store = new RedirectStore(':memory:')
    const expired = Array.from({ length: 1_500 }, (_, index): [string, number] => [`old ${index}`, noon])
    hold(store, [...expired, ['alice', noon + 1]])
    expect(store.pruneExpired(noon)).toBe(true)
    expect(store.countLinks(0)).toBe(501)
    expect(store.pruneExpired(noon)).toBe(false)
    expect(store.countLinks(0)).toBe(1)
    expect(store.originOfLink(hashOfLinkToken('alice'), noon)).toBe(origin)
  })

  test('a push that fails half-way leaves nothing', () => {
    using store = new RedirectStore(':memory:')
    hold(store, [])
    const broken = { tokenHash: hashOfLinkToken('bob'), expiresAtMs: Number.NaN }
    const links = [{ tokenHash: hashOfLinkToken('alice'), expiresAtMs: noon }, broken]
    expect(() => store.holdLinks(store.originId(origin) ?? 0, links)).toThrow()
    expect(store.countLinks(0)).toBe(0)
  })

  test('a service that moved takes its links along by pushing them again', () => {
    using store = new RedirectStore(':memory:')
    hold(store, [['alice', noon + 1]])
    hold(store, [['alice', noon + 1]], 'https://new.example.com')
    expect(store.originOfLink(hashOfLinkToken('alice'), noon)).toBe('https://new.example.com')
  })

  test('is readable by its owner only', () => {
    using _store = new RedirectStore(path)
    const modes = readdirSync(join(folder, 'redirect')).map(
      (file) => statSync(join(folder, 'redirect', file)).mode & 0o77,
    )
    expect(modes).toEqual([0, 0, 0])
  })
})

function hold(store: RedirectStore, links: [token: string, expiresAtMs: number][], to = origin): void {
  store.registerOrigin(to, noon)
  const stored = links.map(([token, expiresAtMs]) => ({ tokenHash: hashOfLinkToken(token), expiresAtMs }))
  store.holdLinks(store.originId(to) ?? 0, stored)
}

function aHundred(expiresAtMs: number): [string, number][] {
  return Array.from({ length: 100 }, (_, index) => [`person ${index}`, expiresAtMs])
}

function damaged(file: Buffer): Buffer {
  return Buffer.concat([file.subarray(0, 100), Buffer.alloc(file.length - 100, 0xa5)])
}

function alter(sql: string): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}
