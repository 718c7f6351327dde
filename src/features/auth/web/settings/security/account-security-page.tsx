import { List, Paper, Skeleton, Stack, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { userCountQuery } from '#features/users/web/api.ts'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { SignInPolicy } from '../../../second-factors/schema.ts'
import { sessionQuery } from '../../session.ts'
import { changeSignInPolicy, signInPolicyQuery } from './api.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/settings/security')

/** Settings › Security: what the account asks of those who administer it. */
export function AccountSecurityPage(): ReactNode {
  const { t } = useTranslation('accountSecurity')
  const { accountId } = route.useParams()
  const policy = useQuery(signInPolicyQuery(accountId))
  return (
    <Page title={t('title')} lead={t('lead')}>
      {policy.data ? (
        <SecondFactorPolicy key={accountId} accountId={accountId} policy={policy.data} />
      ) : policy.error ? (
        <ProblemAlert problem={policy.error} retry={policy.refetch} />
      ) : (
        <Skeleton height={220} maw={720} />
      )}
    </Page>
  )
}

/** The switch, what it does, and why it cannot be switched on. */
function SecondFactorPolicy({ accountId, policy }: { accountId: string; policy: SignInPolicy }) {
  const { t } = useTranslation('accountSecurity')
  const queries = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const { data: account } = useQuery(accountQuery(accountId))
  const { data: admins } = useQuery(userCountQuery(accountId, { property: ['admins'] }))
  const isOn = policy.adminsNeedSecondFactor
  const isOwn = session?.account.id === accountId
  const switching = useMutation({
    mutationFn: (on: boolean) => changeSignInPolicy(accountId, { adminsNeedSecondFactor: on }),
    onSuccess: (saved) => {
      queries.setQueryData(signInPolicyQuery(accountId).queryKey, saved)
      const message = t(`secondFactor.${saved.adminsNeedSecondFactor ? 'switchedOn' : 'switchedOff'}`)
      notifications.show({ color: 'teal', message })
    },
  })

  /** Who has none would lock themselves out of what they just did. */
  function whyNot(): 'notOwn' | 'notEnrolled' | undefined {
    if (isOn || !session) return undefined
    if (!isOwn) return 'notOwn'
    return session.hasSecondFactor ? undefined : 'notEnrolled'
  }

  const because = whyNot()
  return (
    <Paper withBorder p="lg" maw={720} component="section" aria-labelledby="second-factor">
      <Stack>
        <Title order={2} size="h4" id="second-factor">
          {t('secondFactor.title')}
        </Title>
        <ActionSwitch
          label={t('secondFactor.label')}
          help={t('secondFactor.help')}
          checked={isOn}
          busy={switching.isPending}
          because={because && t(`secondFactor.because.${because}`)}
          onSwitch={(on) => switching.mutate(on)}
        />
        {because === 'notEnrolled' && (
          <ButtonLink to="/me/security" variant="default" size="xs" style={{ alignSelf: 'flex-start' }}>
            {t('secondFactor.enrol')}
          </ButtonLink>
        )}
        {switching.error && <ProblemAlert problem={switching.error} />}
        <List size="sm" spacing={6} c="dimmed">
          <List.Item>{t(isOn ? 'secondFactor.on' : 'secondFactor.off')}</List.Item>
          {!isOn && admins !== undefined && (
            <List.Item>{t('secondFactor.will', { count: admins })}</List.Item>
          )}
          <List.Item>{t('secondFactor.exempt')}</List.Item>
          {account?.kind === 'customer' && <List.Item>{t('secondFactor.partner')}</List.Item>}
        </List>
      </Stack>
    </Paper>
  )
}
