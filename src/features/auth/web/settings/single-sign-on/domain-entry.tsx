import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '#web/components/copy-field.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { EmailDomain } from '../../../single-sign-on/schema.ts'
import { checkDomain, domainsQuery, removeDomain } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))
const verifiedLook: StatusLook = { color: 'teal', icon: IconCircleCheck }
const openLook: StatusLook = { color: 'gray', icon: IconCircleDashed }

interface DomainEntryProps {
  accountId: string
  domain: EmailDomain
}

/** One domain: verified, or the record that would prove it and the button that looks for it. */
export function DomainEntry({ accountId, domain }: DomainEntryProps) {
  const { t } = useTranslation('singleSignOn')
  const isVerified = domain.verifiedAt !== null
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text fw={600}>{domain.domain}</Text>
            <StatusBadge look={isVerified ? verifiedLook : openLook}>
              {t(isVerified ? 'domain.verified' : 'domain.unverified')}
            </StatusBadge>
          </Group>
          <RemoveDomain accountId={accountId} domain={domain} />
        </Group>
        {isVerified ? (
          <Text size="sm" c="dimmed">
            {t(domain.verifiedBy === 'operator' ? 'domain.byOperator' : 'domain.byDns')}{' '}
            <Time at={domain.verifiedAt} />
          </Text>
        ) : (
          <Proof accountId={accountId} domain={domain} />
        )}
      </Stack>
    </Paper>
  )
}

function Proof({ accountId, domain }: DomainEntryProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const { domain: name, recordName, recordValue, checkedAt } = domain
  const checking = useMutation({
    mutationFn: () => checkDomain(accountId, domain),
    onSuccess: () =>
      notifications.show({ color: 'teal', message: t('domain.nowVerified', { domain: name }) }),
    // Also when it was not found: it was looked for just now.
    onSettled: () => queries.invalidateQueries({ queryKey: domainsQuery(accountId).queryKey }),
  })
  return (
    <>
      <Text size="sm">{t('domain.how', { domain: name })}</Text>
      <CopyField label={t('domain.recordName')} value={recordName} />
      <CopyField label={t('domain.recordValue')} value={recordValue} />
      {checking.error && <ProblemAlert problem={checking.error} />}
      <Group gap="xs">
        <Button
          size="xs"
          aria-label={t('domain.checkNamed', { domain: name })}
          loading={checking.isPending}
          onClick={() => checking.mutate()}
        >
          {t('domain.check')}
        </Button>
        {checkedAt !== null && (
          <Text size="sm" c="dimmed">
            {t('domain.checked')} <Time at={checkedAt} />
          </Text>
        )}
      </Group>
    </>
  )
}

function RemoveDomain({ accountId, domain }: DomainEntryProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const names = { domain: domain.domain }
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        aria-label={t('domain.removeNamed', names)}
        onClick={() => setOpened(true)}
      >
        {t('domain.remove')}
      </Button>
      <OnceOpened when={opened}>
        <ConfirmDialog
          opened={opened}
          title={t('domain.removeTitle', names)}
          submit={t('domain.remove')}
          act={() => removeDomain(accountId, domain)}
          onDone={() => {
            notifications.show({ color: 'teal', message: t('domain.removed', names) })
            void queries.invalidateQueries({ queryKey: domainsQuery(accountId).queryKey })
          }}
          onClose={() => setOpened(false)}
        >
          {t('domain.removeText', names)}
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
