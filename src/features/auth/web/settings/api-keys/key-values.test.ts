import { describe, expect, test } from 'vitest'
import type { PermissionOfRoles } from '../../../api-keys/schema.ts'
import { type Expiry, firstDay, givable, isDayMissing, keyBody, scopesOf } from './key-values.ts'

const now = new Date(2027, 0, 31, 15, 30)

function form(expiry: Expiry, day = '') {
  return { name: 'Report', scopes: ['users.read'], expiry, day }
}

describe('the end of a key', () => {
  test.each([
    ['30', new Date(2027, 2, 2, 15, 30)],
    ['90', new Date(2027, 4, 1, 15, 30)],
    ['365', new Date(2028, 0, 31, 15, 30)],
  ] as const)('%s days later it is the same time of the day', (expiry, end) => {
    expect(keyBody(form(expiry), now)).toEqual({
      name: 'Report',
      scopes: ['users.read'],
      expiresAt: end.toISOString(),
    })
  })

  test('a chosen day is the last one: the key works until it is over here', () => {
    expect(keyBody(form('date', '2027-03-31'), now)).toMatchObject({
      expiresAt: new Date(2027, 2, 31, 23, 59, 59).toISOString(),
    })
  })

  test('never is none', () => {
    expect(keyBody(form('never', '2027-03-31'), now)).toMatchObject({ expiresAt: null })
  })

  test.each([
    ['', true],
    ['nonsense', true],
    ['2027-01-30', true],
    ['2027-01-31', true],
    ['2027-02-01', false],
  ])('as a day "%s" has to be chosen again: %s', (day, missing) => {
    expect(isDayMissing(form('date', day), now)).toBe(missing)
    expect(isDayMissing(form('30', day), now)).toBe(false)
  })

  test('the first day on offer is tomorrow, over the end of a month as well', () => {
    expect(firstDay(now)).toBe('2027-02-01')
  })
})

describe('the scopes of a key', () => {
  const permission = (name: string, given: Partial<PermissionOfRoles> = {}): PermissionOfRoles => ({
    name,
    allows: '',
    heldBy: ['account-admin'],
    forKeys: true,
    ...given,
  })
  const all = [
    permission('users.read'),
    permission('users.change'),
    permission('users.reset-passwords'),
    permission('locations.change'),
    permission('subscribers.read'),
    permission('customer-users.read'),
    permission('pins.disclose', { forKeys: false }),
    permission('accounts.reopen', { heldBy: ['partner-admin'] }),
  ]

  test('only what an administrator holds and a machine may have can be given', () => {
    expect(givable(all, 'partner').map(({ name }) => name)).toEqual([
      'users.read',
      'users.change',
      'users.reset-passwords',
      'locations.change',
      'subscribers.read',
      'customer-users.read',
    ])
  })

  test('a key of a customer is given nothing that only a partner is shown', () => {
    expect(scopesOf('all', givable(all, 'customer'))).not.toContain('customer-users.read')
    expect(scopesOf('read', givable(all, 'customer'))).toEqual(['users.read', 'subscribers.read'])
  })

  test.each([
    ['read', ['users.read', 'subscribers.read', 'customer-users.read']],
    ['people', ['users.read', 'users.change', 'users.reset-passwords', 'locations.change']],
    ['all', givable(all, 'partner').map(({ name }) => name)],
    ['none', []],
  ] as const)('the preset %s chooses among them', (preset, names) => {
    expect(scopesOf(preset, givable(all, 'partner'))).toEqual(names)
  })
})
