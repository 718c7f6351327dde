import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { PermissionOfRoles } from '../../../api-keys/schema.ts'
import { groupedPermissions, permissionsQuery } from '../permissions.ts'
import classes from './roles.module.css'

/** Each role, and the name under which a right tells that the role holds it. */
const holderOf = { admin: 'account-admin', partner: 'partner-admin', user: 'account-user' } as const
type Role = keyof typeof holderOf

/** What each role may do, right by right. */
export function Roles({ accountId }: { accountId: string }) {
  const { t } = useTranslation('administrators')
  const account = useQuery(accountQuery(accountId))
  const permissions = useQuery(permissionsQuery(accountId))
  const error = account.error ?? permissions.error
  if (error) return <ProblemAlert problem={error} retry={permissions.refetch} />
  if (!account.data || !permissions.data) return <Skeleton height={320} />
  const isPartner = account.data.kind === 'partner'
  const roles: Role[] = isPartner ? ['admin', 'user'] : ['admin', 'partner', 'user']
  return (
    <Stack gap="lg">
      <dl className={classes.roles}>
        {roles.map((role) => (
          <div key={role}>
            <dt>{t(`roles.name.${role}`)}</dt>
            <dd>
              <Text size="sm" c="dimmed">
                {t(`roles.is.${isPartner && role === 'admin' ? 'adminOfPartner' : role}`)}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
      <table className={classes.table} aria-label={t('roles.table')}>
        <thead>
          <tr>
            <th scope="col">{t('roles.permission')}</th>
            {roles.map((role) => (
              <th key={role} scope="col" className={classes.role}>
                {t(`roles.short.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <Groups groups={groupedPermissions(permissions.data, account.data.kind)} roles={roles} />
      </table>
    </Stack>
  )
}

interface GroupsProps {
  groups: ReturnType<typeof groupedPermissions>
  roles: Role[]
}

function Groups({ groups, roles }: GroupsProps) {
  const { t } = useTranslation('permissions')
  return groups.map(({ group, permissions }) => (
    <tbody key={group}>
      <tr>
        <th scope="rowgroup" colSpan={roles.length + 1} className={classes.group}>
          {t(`group.${group}`)}
        </th>
      </tr>
      {permissions.map((permission) => (
        <tr key={permission.name}>
          <th scope="row">{permission.allows}</th>
          {roles.map((role) => (
            <Held key={role} permission={permission} role={role} />
          ))}
        </tr>
      ))}
    </tbody>
  ))
}

function Held({ permission, role }: { permission: PermissionOfRoles; role: Role }) {
  const { t } = useTranslation('administrators')
  const held = permission.heldBy.includes(holderOf[role])
  const Shape = held ? IconCheck : IconMinus
  return (
    <td className={classes.role} data-held={held || undefined}>
      <Shape size={17} aria-hidden />
      <VisuallyHidden>{t(held ? 'roles.may' : 'roles.mayNot')}</VisuallyHidden>
    </td>
  )
}
