import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconKey } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { operationQuery } from '#features/operations/web/api.ts'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { dayOf } from '#web/lib/times.ts'
import type { Import } from '../schema.ts'
import { useImportPlace } from './import-place.ts'
import { useCounts } from './import-status.tsx'
import { canBeUndone, changeCount } from './plan.ts'
import { PlanRows } from './plan-rows.tsx'
import { ResetNotice } from './reset-notice.tsx'
import { ToldRecords } from './told-records.tsx'

const DifferentPins = lazy(async () => ({ default: (await import('./different-pins.tsx')).DifferentPins }))

/** An import that is finished: how many it was, what comes next, and its rows with the records they became. */
export function Applied({ plan }: { plan: Import }) {
  const { t, i18n } = useTranslation('imports')
  const { accountId, kind } = useImportPlace()
  const queries = useQueryClient()
  const counts = useCounts()
  // The people of this file are in the list now, or in those of several customers.
  const { acrossCustomers } = plan
  useEffect(() => {
    const queryKey = acrossCustomers ? ['accounts'] : ['accounts', accountId, kind.name]
    void queries.invalidateQueries({ queryKey, refetchType: 'none' })
  }, [queries, accountId, kind, acrossCustomers])

  // Each customer is imported into for itself: what the plan counts is not what came of it where one of them failed.
  const { data: operation } = useQuery({
    ...operationQuery(accountId, plan.operationId ?? ''),
    enabled: acrossCustomers && plan.operationId !== null,
  })
  const failedCustomers = operation?.failed ?? 0

  function undoWords(): string {
    if (!canBeUndone(plan, new Date())) return t('undoOver')
    return plan.expiresAt === null ? '' : t('kept', { date: dayOf(new Date(plan.expiresAt), i18n.language) })
  }

  return (
    <>
      <Paper withBorder p="md">
        <Group wrap="nowrap" align="flex-start">
          <IconCircleCheck size={28} color="var(--mantine-color-teal-7)" aria-hidden />
          <Stack gap={4} flex={1} role="status">
            <Title order={2} size="h4">
              {plan.failure === null ? t('done') : t('undoFailed')}
            </Title>
            {plan.failure !== null && <Text c="var(--mantine-color-error)">{plan.failure}</Text>}
            {failedCustomers > 0 ? (
              <Text>{t('users.notEverybody')}</Text>
            ) : (
              <>
                <Text>
                  {t('doneText', { count: changeCount(plan) })}{' '}
                  {plan.options.sendWelcome ? t('users.nextMailed') : t(`${kind.name}.next`)}
                </Text>
                <Text size="sm">{counts(plan)}</Text>
              </>
            )}
            <Text size="sm" c="dimmed">
              {t('doneRows')} {undoWords()}{' '}
              {plan.operationId && (
                <TextLink
                  td="underline"
                  to="/accounts/$accountId/activity/operations/$operationId"
                  params={{ accountId, operationId: plan.operationId }}
                >
                  {t('operation')}
                </TextLink>
              )}
            </Text>
          </Stack>
          <Group gap="xs" visibleFrom="sm">
            <Onwards plan={plan} />
          </Group>
        </Group>
        <Stack gap="xs" hiddenFrom="sm" mt="sm">
          <Onwards plan={plan} />
        </Stack>
      </Paper>
      {operation && failedCustomers > 0 && (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
          <ToldRecords
            accountId={accountId}
            operation={operation}
            outcome="failed"
            title={t('users.failedCustomers', { count: failedCustomers })}
          />
        </Alert>
      )}
      <ResetNotice plan={plan} />
      {plan.warnings.some(({ code }) => code === 'pins.shared') && <SharedPin plan={plan} />}
      <PlanRows plan={plan} />
    </>
  )
}

/** Where one goes from here: to the people of this import, or to everybody. */
function Onwards({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId, kind } = useImportPlace()
  if (plan.acrossCustomers) return <ButtonLink to="/accounts">{t('users.customersList')}</ButtonLink>
  const isNarrowed = plan.operationId !== null
  return (
    <>
      {isNarrowed && (
        <ButtonLink
          to={kind.pages.records}
          params={{ accountId }}
          search={{ operationId: plan.operationId ?? undefined }}
        >
          {t(`${kind.name}.showPeople`)}
        </ButtonLink>
      )}
      <ButtonLink to={kind.pages.records} params={{ accountId }} variant={isNarrowed ? 'default' : 'filled'}>
        {t(`${kind.name}.list`)}
      </ButtonLink>
    </>
  )
}

/** Many people came with one PIN (CD-10). */
function SharedPin({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const [opened, setOpened] = useState(false)
  return (
    <Paper withBorder px="md" py="xs">
      <Group justify="space-between" gap="xs">
        <Group gap="xs" wrap="nowrap" flex={1} miw={240}>
          <IconAlertTriangle
            size={20}
            color="var(--mantine-color-orange-light-color)"
            style={{ flexShrink: 0 }}
            aria-hidden
          />
          <Text size="sm">
            <strong>{t('pins.offer')}.</strong> {t('pins.text')}
          </Text>
        </Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconKey size={15} aria-hidden />}
          onClick={() => setOpened(true)}
        >
          {t('pins.button')}
        </Button>
      </Group>
      <OnceOpened when={opened}>
        <DifferentPins plan={plan} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </Paper>
  )
}
