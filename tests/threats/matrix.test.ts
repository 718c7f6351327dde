import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { type Column, columns } from './matrix-columns.ts'
import { type Guard, startGuard } from './matrix-guard.ts'
import { authorisationPage, type Row } from './matrix-page.ts'

let app: TestApp
let guard: Guard
let rows: Row[]

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  guard = await startGuard(app)
  const asked = await columns(app)
  rows = []
  for (const route of guard.routes) {
    const cells = new Map<string, string>()
    for (const column of asked) cells.set(column.name, await guard.ask(route, await column.of(route)))
    rows.push({ route, cells })
  }
}, 120_000)
afterAll(async () => {
  await guard.stop()
  await app.stop()
})

/** The operations whose cells in these columns are not among those that are right. */
function wrongIn(names: Column['name'][], of: (row: Row) => boolean, ...right: string[]): string[] {
  return rows
    .filter(of)
    .flatMap(({ route, cells }) =>
      names
        .filter((name) => !right.includes(cells.get(name) ?? 'nothing'))
        .map((name) => `${route.operation}: ${name}: ${cells.get(name)}`),
    )
}

const inAnAccount = ({ route }: Row) => route.path.startsWith('/accounts/:accountId')
const isPublic = ({ route }: Row) => route.may === 'anybody'
const ofOneself = ({ route }: Row) => route.may === 'signed-in'
const ofPermission = ({ route }: Row) => typeof route.may !== 'string'
const ofPartners = ({ route }: Row) => typeof route.may !== 'string' && route.may.ofPartners === true

describe('who may what', () => {
  test('is docs/authorisation.md, cell by cell (npx vitest run --project api tests/threats/matrix.test.ts -u)', async () => {
    expect(rows.length).toBeGreaterThan(100)
    await expect(authorisationPage(rows, app.platform.permissions)).toMatchFileSnapshot(
      '../../docs/authorisation.md',
    )
  })

  test('nobody is let in without signing in, but to what says that it is for everybody', () => {
    expect(wrongIn(['nobody'], (row) => !isPublic(row), '401')).toEqual([])
    expect(wrongIn(['nobody'], isPublic, 'yes')).toEqual([])
  })

  test('an account does not exist for admins of other customers and partners, and for whom it has closed its door', () => {
    const outside = [
      'other-customer',
      'other-partner',
      'partner-shut-out',
      'partner-unasked',
      'partner-too-late',
      'foreign-key',
    ] as const
    expect(wrongIn([...outside], inAnAccount, '404')).toEqual([])
  })

  test('who is deactivated with their account, and a revoked key, are nobody', () => {
    expect(wrongIn(['deactivated'], (row) => !isPublic(row), '401')).toEqual([])
    expect(wrongIn(['revoked-key'], () => true, '401')).toEqual([])
  })

  test('somebody without the role of an admin sees the account and changes nothing of it', () => {
    const reads = ({ route }: Row) => route.method === 'GET' && route.path === '/accounts/:accountId'
    expect(wrongIn(['user'], (row) => ofPermission(row) && !reads(row), '403')).toEqual([])
  })

  test('a key does what its scope names and nothing else, never about a person’s own sign-in and never where a step-up is needed', () => {
    expect(wrongIn(['key-of-others'], ofPermission, '403')).toEqual([])
    expect(wrongIn(['key', 'partner-key'], ofOneself, '403')).toEqual([])
    expect(
      wrongIn(['key', 'partner-key'], ({ route }) => 'stepUp' in route && route.stepUp === true, '403'),
    ).toEqual([])
    const forKeys = ({ route }: Row) =>
      typeof route.may !== 'string' &&
      route.may.forKeys === true &&
      !('stepUp' in route && route.stepUp === true)
    expect(wrongIn(['key'], (row) => forKeys(row) && !ofPartners(row), 'yes')).toEqual([])
  })

  test('a key does what only a partner has where a partner gave it the scope: a customer’s key cannot be given it', () => {
    expect(rows.filter(ofPartners).length).toBeGreaterThan(0)
    expect(wrongIn(['key'], ofPartners, '403')).toEqual([])
    // What lies in an account is its own, and the account in question is a customer's.
    const ofOwn = (row: Row) => ofPartners(row) && !inAnAccount(row)
    expect(wrongIn(['foreign-key'], ofOwn, '403')).toEqual([])
    expect(wrongIn(['partner-key'], ofOwn, 'yes')).toEqual([])
  })

  test('a step-up that is over closes exactly what needs one', () => {
    const needs = ({ route }: Row) => 'stepUp' in route && route.stepUp === true
    expect(wrongIn(['stale-admin'], needs, '403')).toEqual([])
    for (const { route, cells } of rows.filter((row) => !needs(row)))
      expect(cells.get('stale-admin'), route.operation).toBe(cells.get('admin'))
  })
})
