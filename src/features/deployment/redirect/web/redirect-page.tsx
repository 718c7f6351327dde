import { Alert, Button, Group, List, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowRampRight,
  IconCircleCheck,
  IconInfoCircle,
  IconRefresh,
} from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import type { RedirectServer } from '../../deployments/schema.ts'
import { redirectServerQuery } from './api.ts'
import classes from './redirect-page.module.css'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/redirect-server')

/** Client deployment › Redirect server (DP-5): where it is, whether it answers, and what it holds. */
export function RedirectPage(): ReactNode {
  const { t } = useTranslation('redirect')
  const { accountId } = route.useParams()
  const { data: server, error, refetch, dataUpdatedAt } = useQuery(redirectServerQuery(accountId))
  // Only what a person asks for is shown as work: the page also asks by itself.
  const refreshing = useMutation({ mutationFn: () => refetch() })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={refreshing.isPending}
          onClick={() => refreshing.mutate()}
        >
          {t('refresh')}
        </Button>
      }
    >
      {error && <ProblemAlert problem={error} retry={refetch} />}
      {!error && !server && <Skeleton height={220} />}
      {server && (
        <Stack>
          <Paper withBorder p="lg">
            <Stack gap="lg">
              <Group justify="space-between" gap="xs">
                <State server={server} />
                <Text size="sm" c="dimmed">
                  {t('asked')} <Time at={new Date(dataUpdatedAt).toISOString()} />
                </Text>
              </Group>
              <Facts server={server} />
            </Stack>
          </Paper>
          {server.bypassed && (
            <Alert variant="light" icon={<IconInfoCircle aria-hidden />}>
              {t('bypassed')}
            </Alert>
          )}
          {server.problem && <WhatToDo problem={server.problem} bypassed={server.bypassed} />}
        </Stack>
      )}
    </Page>
  )
}

const looks = {
  answers: { color: 'teal', icon: IconCircleCheck },
  silent: { color: 'red', icon: IconAlertTriangle },
  bypassed: { color: 'gray', icon: IconArrowRampRight },
} satisfies Record<string, StatusLook>

function State({ server: { answers, bypassed } }: { server: RedirectServer }) {
  const { t } = useTranslation('redirect')
  const answering = answers ? 'answers' : 'silent'
  return (
    <Group gap="xs" role="status">
      <StatusBadge look={looks[answering]}>{t(`state.${answering}`)}</StatusBadge>
      {bypassed && <StatusBadge look={looks.bypassed}>{t('state.bypassed')}</StatusBadge>}
    </Group>
  )
}

function Facts({ server }: { server: RedirectServer }) {
  const { t } = useTranslation('redirect')
  const { origin, answers, heldLinks, waitingLinks, emailContentVersion } = server
  const unknown = <span className="rc-faint">{t('unknown')}</span>
  const email = emailContentVersion === null ? t('none') : t('version', { version: emailContentVersion })
  const facts = [
    ['address', origin],
    ['held', heldLinks === null ? unknown : t('links', { count: heldLinks })],
    ['waiting', t('links', { count: waitingLinks })],
    ['email', answers ? email : unknown],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([fact, value]) => (
        <div key={fact}>
          <dt>{t(`fact.${fact}`)}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd>
            <Text size="sm" c="dimmed">
              {t(`help.${fact}`)}
            </Text>
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface WhatToDoProps {
  problem: NonNullable<RedirectServer['problem']>
  bypassed: boolean
}

function WhatToDo({ problem, bypassed }: WhatToDoProps) {
  const { t } = useTranslation('redirect')
  return (
    <>
      <Alert
        role="alert"
        variant="light"
        color="red"
        icon={<IconAlertTriangle aria-hidden />}
        title={bypassed ? undefined : t('silent.title')}
      >
        <Stack gap="xs">
          <span>{problem.message}</span>
          {!bypassed && <span>{t('silent.now')}</span>}
          {!bypassed && <span>{t('silent.kept')}</span>}
        </Stack>
      </Alert>
      <Paper withBorder p="lg" component="section" aria-labelledby="what-to-do">
        <Title order={2} size="h5" mb="xs" id="what-to-do">
          {t('silent.todo')}
        </Title>
        <List type="ordered" size="sm" spacing={6}>
          {t('silent.steps', { returnObjects: true }).map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </Paper>
    </>
  )
}
