import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { PermissionOfRoles } from '../../api-keys/schema.ts'

/** Every right there is, with who holds it. It changes with the version of the program only. */
export const permissionsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'permissions'],
    queryFn: ({ signal }) =>
      api.get<{ items: PermissionOfRoles[] }>(`/accounts/${accountId}/permissions`, undefined, signal),
    select: ({ items }) => items,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** In the order in which they are listed. */
export const permissionGroups = ['people', 'deployment', 'activity', 'settings', 'customers'] as const
export type PermissionGroup = (typeof permissionGroups)[number]

/** What a name speaks of stands before its dot. What is not listed belongs to the settings of the account. */
const groupOfMatter: Record<string, PermissionGroup> = {
  users: 'people',
  locations: 'people',
  subscribers: 'deployment',
  'subscriber-imports': 'deployment',
  'subscriber-exports': 'deployment',
  deployments: 'deployment',
  links: 'deployment',
  pins: 'deployment',
  'deployment-profiles': 'deployment',
  'deployment-email': 'deployment',
  'redirect-server': 'deployment',
  operations: 'activity',
  'operation-reports': 'activity',
  events: 'activity',
  customers: 'customers',
  'customer-users': 'customers',
}

/** The rights by group, those at least that mean something in an account of this kind: only a partner has customers. */
export function groupedPermissions(
  permissions: PermissionOfRoles[],
  accountKind: 'operator' | 'partner' | 'customer',
): Array<{ group: PermissionGroup; permissions: PermissionOfRoles[] }> {
  return permissionGroups
    .filter((group) => group !== 'customers' || accountKind === 'partner')
    .map((group) => ({ group, permissions: permissions.filter((each) => groupOf(each) === group) }))
    .filter((each) => each.permissions.length > 0)
}

function groupOf({ name }: PermissionOfRoles): PermissionGroup {
  return groupOfMatter[name.split('.')[0] ?? ''] ?? 'settings'
}
