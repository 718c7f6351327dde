import { expect, test } from 'vitest'
import type { PermissionOfRoles } from '../../api-keys/schema.ts'
import { groupedPermissions } from './permissions.ts'

const named = (name: string): PermissionOfRoles => ({ name, allows: '', heldBy: [], forKeys: false })

/** The names by group. */
function namesOf(names: string[], accountKind: 'partner' | 'customer') {
  const groups = groupedPermissions(names.map(named), accountKind)
  return Object.fromEntries(
    groups.map(({ group, permissions }) => [group, permissions.map(({ name }) => name)]),
  )
}

test('UA-4: rights stand in the group of what they are over; what none lists stands among the settings', () => {
  const names = ['events.read', 'users.read', 'pins.disclose', 'locations.read', 'weather.change']
  expect(namesOf(names, 'customer')).toEqual({
    people: ['users.read', 'locations.read'],
    deployment: ['pins.disclose'],
    activity: ['events.read'],
    settings: ['weather.change'],
  })
})

test('UA-4: a customer is shown no rights over customers, of which it has none', () => {
  const names = ['customers.add', 'customer-users.read', 'users.read']
  expect(namesOf(names, 'customer')).toEqual({ people: ['users.read'] })
  expect(namesOf(names, 'partner')).toEqual({
    people: ['users.read'],
    customers: ['customers.add', 'customer-users.read'],
  })
})
