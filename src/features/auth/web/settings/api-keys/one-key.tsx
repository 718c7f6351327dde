import { Code, Group, List, Stack, Text } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { FactList } from '#web/components/fact-list.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { ApiKey } from '../../../api-keys/schema.ts'
import { permissionsQuery } from '../permissions.ts'
import { Expiry, KeyState, stateOf } from './key-state.tsx'

const RevokeKeyDialog = lazy(async () => ({
  default: (await import('./revoke-key-dialog.tsx')).RevokeKeyDialog,
}))

interface OneKeyProps {
  accountId: string
  apiKey: ApiKey
}

/** What is to be known of a key, and the button that ends it. */
export function OneKey({ accountId, apiKey }: OneKeyProps) {
  const { t } = useTranslation('apiKeys')
  const [revoking, setRevoking] = useState(false)
  const state = stateOf(apiKey)
  const { prefix, createdBy, createdAt, expiresAt, lastUsedAt, lastUsedFrom, revokedAt, revokedBy } = apiKey
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <KeyState apiKey={apiKey} />
        {revokedAt !== null && (
          <Text size="sm" c="dimmed">
            {revokedBy !== null && t('one.revokedBy', { name: revokedBy })} <Time at={revokedAt} />
          </Text>
        )}
      </Group>
      <FactList
        facts={[
          { name: t('column.prefix'), value: <Code>{prefix}…</Code> },
          {
            name: t('column.lastUsed'),
            value: (
              <>
                <Time at={lastUsedAt} fallback={t('one.neverUsed')} />{' '}
                {lastUsedFrom !== null && t('one.usedFrom', { address: lastUsedFrom })}
              </>
            ),
          },
          { name: t('column.expires'), value: <Expiry at={expiresAt} /> },
          { name: t('column.madeBy'), value: createdBy },
          { name: t('column.made'), value: <Time at={createdAt} /> },
        ]}
      />
      <Scopes accountId={accountId} scopes={apiKey.scopes} />
      <Group>
        <ActionButton
          variant="light"
          color="red"
          leftSection={<IconBan size={16} aria-hidden />}
          because={state === 'active' ? undefined : t('revoke.ended')}
          onClick={() => setRevoking(true)}
        >
          {t('revoke.open')}
        </ActionButton>
      </Group>
      <OnceOpened when={revoking}>
        <RevokeKeyDialog
          accountId={accountId}
          apiKey={apiKey}
          opened={revoking}
          onClose={() => setRevoking(false)}
        />
      </OnceOpened>
    </Stack>
  )
}

function Scopes({ accountId, scopes }: { accountId: string; scopes: string[] }) {
  const { t } = useTranslation('apiKeys')
  const { data: permissions = [] } = useQuery(permissionsQuery(accountId))
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('one.may')}</Text>
      <List size="sm" spacing={4}>
        {scopes.map((scope) => (
          <List.Item key={scope}>
            {permissions.find(({ name }) => name === scope)?.allows ?? t('one.goneScope')}{' '}
            <Code>{scope}</Code>
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}
