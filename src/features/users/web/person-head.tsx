import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#web/components/links.tsx'
import { Time } from '#web/components/time.tsx'
import type { User } from '../schema.ts'
import { useLastChange } from './last-change.ts'
import { UserStatus } from './user-status.tsx'

/** Where a person stands: status, the last change and by whom, and the softphones that are theirs. */
export function PersonHead({ accountId, user }: { accountId: string; user: User }) {
  const { t } = useTranslation(['person', 'users'])
  const lastChange = useLastChange()
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <UserStatus {...user} />
        {user.role === 'admin' && <Text size="sm">{t('users:role.admin')}</Text>}
        {user.clientsDeployed > 0 && (
          <Text size="sm">
            {t('head.softphones', { count: user.clientsDeployed })}{' '}
            <TextLink
              to="/accounts/$accountId/deployment/subscribers"
              params={{ accountId }}
              search={{ userId: user.id }}
              inherit
              underline="always"
            >
              {t('head.show')}
            </TextLink>
          </Text>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {t('users:column.lastModified')} <Time at={user.lastModifiedAt} /> · {lastChange(user)}
      </Text>
    </Stack>
  )
}
