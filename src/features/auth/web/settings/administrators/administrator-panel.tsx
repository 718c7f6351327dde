import { Alert, Skeleton, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { userQuery } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { FactList } from '#web/components/fact-list.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { dayOf } from '#web/lib/times.ts'
import type { PersonSignIn } from '../../../own-schema.ts'
import { personSignInQuery } from './api.ts'

interface AdministratorPanelProps {
  accountId: string
  userId: string
  onClose: () => void
}

/** How an administrator signs in, and the way to their record, where it is changed. */
export function AdministratorPanel({ accountId, userId, onClose }: AdministratorPanelProps) {
  const { t } = useTranslation('administrators')
  const user = useQuery(userQuery(accountId, userId))
  const signIn = useQuery(personSignInQuery(accountId, userId))
  const error = user.error ?? signIn.error
  return (
    <SidePanel title={user.data ? fullName(user.data) : t('person.title')} subject={userId} onClose={onClose}>
      <Stack>
        {user.data && (
          <Text size="sm" c="dimmed">
            {user.data.email}
          </Text>
        )}
        {error && <ProblemAlert problem={error} retry={signIn.refetch} />}
        {!error && !signIn.data && <Skeleton height={180} />}
        {signIn.data && <Facts signIn={signIn.data} />}
        <ButtonLink
          to="/accounts/$accountId/users"
          params={{ accountId }}
          search={{ open: userId }}
          variant="default"
        >
          {t('person.record')}
        </ButtonLink>
      </Stack>
    </SidePanel>
  )
}

function Facts({ signIn }: { signIn: PersonSignIn }) {
  const { t, i18n } = useTranslation('administrators')
  const { hasPassword, secondFactorSince, singleSignOnLinkedAt, sessions, lockedAt } = signIn
  const date = (at: string) => dayOf(new Date(at), i18n.language)
  return (
    <>
      {lockedAt !== null && (
        <Alert variant="light" color="orange" icon={<IconLock aria-hidden />} title={t('person.locked')}>
          {t('person.lockedAt')}
        </Alert>
      )}
      <FactList
        facts={[
          {
            name: t('person.password'),
            value: t(hasPassword ? 'person.hasPassword' : 'person.noPassword'),
          },
          {
            name: t('person.secondFactor'),
            value: secondFactorSince
              ? t('person.secondFactorSince', { date: date(secondFactorSince) })
              : t('person.noSecondFactor'),
          },
          {
            name: t('person.singleSignOn'),
            value: singleSignOnLinkedAt
              ? t('person.linkedSince', { date: date(singleSignOnLinkedAt) })
              : t('person.notLinked'),
          },
          { name: t('person.sessions'), value: t('person.sessions', { count: sessions }) },
        ]}
      />
    </>
  )
}
