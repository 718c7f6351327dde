import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { IdentityProvider, SingleSignOnTest } from '../../../single-sign-on/schema.ts'
import { singleSignOnQuery, startTest, testQuery } from './api.ts'

interface TestSignInProps {
  accountId: string
  /** null: there is none yet. */
  provider: IdentityProvider | null
}

/** A test that was begun; in the tab that comes back from the identity provider, its way there is not known. */
interface Test {
  id: string
  url?: string
}

const route = getRouteApi('/_signed-in/accounts/$accountId/settings/sign-in')

/** Opens the identity provider in a new tab, waits for what it answers, and says whom it would sign in. */
export function TestSignIn({ accountId, provider }: TestSignInProps) {
  const { t } = useTranslation('singleSignOn')
  const { test: returned } = route.useSearch()
  const [test, setTest] = useState<Test | undefined>(returned === undefined ? undefined : { id: returned })
  const starting = useMutation({
    mutationFn: () => startTest(accountId),
    onSuccess: (started) => {
      setTest(started)
      // A browser that lets no tab open leaves the link that stands below.
      window.open(started.url, '_blank', 'noopener')
    },
  })
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('test.lead')}
      </Text>
      {provider?.isTested && !test && (
        <Text size="sm">
          {t('test.testedAt')} <Time at={provider.testedAt} />
        </Text>
      )}
      {starting.error && <ProblemAlert problem={starting.error} />}
      {test && provider && (
        <Outcome
          key={test.id}
          accountId={accountId}
          test={test}
          name={provider.name}
          onCancel={() => setTest(undefined)}
        />
      )}
      <Group>
        <ActionButton
          variant="default"
          loading={starting.isPending}
          because={provider ? undefined : t('test.providerFirst')}
          onClick={() => starting.mutate()}
        >
          {t(test || provider?.isTested ? 'test.again' : 'test.start')}
        </ActionButton>
        {!provider && (
          <Text size="sm" c="dimmed">
            {t('test.providerFirst')}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

interface OutcomeProps {
  accountId: string
  test: Test
  name: string
  onCancel: () => void
}

function Outcome({ accountId, test, name, onCancel }: OutcomeProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const { data: found, error, refetch } = useQuery(testQuery(accountId, test.id))
  const passed = found?.state === 'passed'

  useEffect(() => {
    if (passed)
      void queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey, exact: true })
  }, [passed, queries, accountId])

  if (error) return <ProblemAlert problem={error} retry={refetch} />
  if (!found || found.state === 'waiting') {
    return (
      <Alert
        variant="light"
        role="status"
        icon={<Loader size={18} aria-hidden />}
        title={t('test.waiting', { name })}
      >
        <Stack gap="xs" align="flex-start">
          <span>{t('test.waitingText')}</span>
          {test.url && (
            <Anchor href={test.url} target="_blank" rel="noopener" size="sm" c="inherit" td="underline">
              {t('test.openAgain')}
            </Anchor>
          )}
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('test.cancel')}
          </Button>
        </Stack>
      </Alert>
    )
  }
  if (!passed) {
    return (
      <Alert variant="light" color="red" icon={<IconAlertTriangle aria-hidden />} title={t('test.failed')}>
        {found.message}
      </Alert>
    )
  }
  return (
    <Alert
      variant="light"
      color="teal"
      role="status"
      icon={<IconCircleCheck aria-hidden />}
      title={t('test.passed', { name })}
    >
      <Whom found={found} />
    </Alert>
  )
}

function Whom({ found: { email, person } }: { found: SingleSignOnTest }) {
  const { t } = useTranslation('singleSignOn')
  return (
    <Stack gap={4}>
      <span>{email === null ? t('test.asNobody') : t('test.as', { email })}</span>
      <span>
        {person ? t('test.signsIn', { name: person.name, email: person.email }) : t('test.signsInNobody')}
      </span>
    </Stack>
  )
}
