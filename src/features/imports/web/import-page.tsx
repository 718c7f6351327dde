import { Alert, Group, List, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { followOperation, newestOperationsQuery } from '#features/operations/web/api.ts'
import { OperationProgress } from '#features/operations/web/operation-progress.tsx'
import { ActionButton } from '#web/components/action-button.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Import } from '../schema.ts'
import { applyImport, importQuery } from './api.ts'
import { changeCount, isHeldBack } from './plan.ts'
import { PlanRows } from './plan-rows.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/import/$importId')

/** One import: being read, ready for review, being applied, or over. */
export function ImportPage(): ReactNode {
  const { t } = useTranslation('imports')
  const { accountId, importId } = route.useParams()
  const plan = useQuery(importQuery(accountId, importId))
  return (
    <Page title={plan.data?.fileName ?? t('title')} fill actions={plan.data && <Actions plan={plan.data} />}>
      {plan.error ? (
        <ProblemAlert problem={plan.error} retry={plan.refetch} />
      ) : (
        plan.data && <State plan={plan.data} />
      )}
    </Page>
  )
}

function Actions({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  return (
    <>
      <ButtonLink to="/accounts/$accountId/deployment/import" params={{ accountId }} variant="default">
        {t('startOver')}
      </ButtonLink>
      {plan.status === 'ready' && <Apply plan={plan} />}
    </>
  )
}

function Apply({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  const queries = useQueryClient()
  const applying = useMutation({
    mutationFn: () => applyImport(accountId, plan.id),
    onSuccess: (operation) => {
      followOperation(queries, accountId, operation)
      return queries.invalidateQueries({ queryKey: importQuery(accountId, plan.id).queryKey, exact: true })
    },
  })
  const count = changeCount(plan)
  const because = count === 0 ? t('because.nothing') : isHeldBack(plan) ? t('because.errors') : undefined
  return (
    <>
      {applying.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {applying.error.message}
        </Text>
      )}
      <ActionButton because={because} loading={applying.isPending} onClick={() => applying.mutate()}>
        {t('apply', { count })}
      </ActionButton>
    </>
  )
}

function State({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  switch (plan.status) {
    case 'planning':
      return <Waiting text={t('planning')} hint={t('planningHint')} />
    case 'applying':
    case 'undoing':
      return <Applying />
    case 'applied':
      return <Applied plan={plan} />
    case 'ready':
      return <Review plan={plan} />
    case 'failed':
      return (
        <Alert
          color="red"
          variant="light"
          role="alert"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('failed')}
        >
          {plan.failure}
        </Alert>
      )
    default:
      return <Alert icon={<IconInfoCircle aria-hidden />}>{t(plan.status)}</Alert>
  }
}

function Waiting({ text, hint }: { text: string; hint: string }) {
  return (
    <Paper withBorder p="xl">
      <Group role="status">
        <Loader size="sm" aria-hidden />
        <div>
          <Text fw={600}>{text}</Text>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </div>
      </Group>
    </Paper>
  )
}

function Applying() {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  const { data: operations } = useQuery(newestOperationsQuery(accountId))
  const operation = operations?.find(({ kind }) => kind.includes('import'))
  return (
    <Paper withBorder p="lg" maw={720}>
      <Stack gap="sm">
        <Text fw={600}>{t('applying')}</Text>
        {operation && <OperationProgress operation={operation} />}
      </Stack>
    </Paper>
  )
}

function Applied({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  const queries = useQueryClient()
  // The people of this file are in the list now.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['accounts', accountId, 'subscribers'] })
  }, [queries, accountId])
  return (
    <>
      <Paper withBorder p="lg">
        <Group wrap="nowrap" align="flex-start">
          <IconCircleCheck size={28} color="var(--mantine-color-teal-7)" aria-hidden />
          <Stack gap="xs" align="flex-start">
            <Title order={2} size="h4">
              {t('done')}
            </Title>
            <Text>
              {t('doneText', { count: changeCount(plan) })} {t('doneNext')}
            </Text>
            <ButtonLink to="/accounts/$accountId/deployment/subscribers" params={{ accountId }} mt="xs">
              {t('manage')}
            </ButtonLink>
          </Stack>
        </Group>
      </Paper>
      <PlanRows plan={plan} />
    </>
  )
}

function Review({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  return (
    <>
      {plan.warnings.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('warnings', { count: plan.warnings.length })}
        >
          <List size="sm">
            {plan.warnings.map(({ code, message }) => (
              <List.Item key={`${code} ${message}`}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <PlanRows plan={plan} />
    </>
  )
}
