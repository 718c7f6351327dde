import { Alert, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { FactList } from '#web/components/fact-list.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { dayOf } from '#web/lib/times.ts'
import type { PeopleAct } from './people-act-dialog.tsx'
import type { PersonAct } from './person-act-dialog.tsx'
import { sessionQuery } from './session.ts'
import { personSignInQuery } from './settings/administrators/api.ts'
import { singleSignOnQuery } from './settings/single-sign-on/api.ts'

const PeopleActDialog = lazy(async () => ({
  default: (await import('./people-act-dialog.tsx')).PeopleActDialog,
}))
const PersonActDialog = lazy(async () => ({
  default: (await import('./person-act-dialog.tsx')).PersonActDialog,
}))

interface PersonSignInProps {
  accountId: string
  user: User
}

/** How a person signs in, and what an administrator can do about it: reset, sign out, remove the second factor, unlock. */
export function PersonSignIn({ accountId, user }: PersonSignInProps) {
  const { t, i18n } = useTranslation(['personSignIn', 'common'])
  const { data: signIn, error, refetch } = useQuery(personSignInQuery(accountId, user.id))
  const because = useReasons(accountId, user)
  const [act, setAct] = useState<PersonAct>()
  const [reset, setReset] = useState<PeopleAct>()
  if (error) return <ProblemAlert problem={error} retry={refetch} />
  if (!signIn) return <Skeleton height={240} />
  const { hasPassword, secondFactorSince, singleSignOnLinkedAt, sessions, lockedAt } = signIn
  const date = (at: string) => dayOf(new Date(at), i18n.language)
  return (
    <Stack>
      {lockedAt !== null && (
        <Alert
          variant="light"
          color="orange"
          icon={<IconLock aria-hidden />}
          title={t('locked', { when: date(lockedAt) })}
        >
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('lockedText')}</Text>
            <ActionButton
              size="xs"
              variant="default"
              because={because.unlock}
              onClick={() => setAct('unlock')}
            >
              {t('act.unlock')}
            </ActionButton>
          </Stack>
        </Alert>
      )}
      <FactList
        facts={[
          {
            name: t('fact.registered'),
            value: <Time at={user.registeredAt} fallback={t('value.notRegistered')} />,
          },
          {
            name: t('fact.lastSignIn'),
            value: <Time at={user.lastSignInAt} fallback={t('common:never')} />,
          },
          { name: t('fact.password'), value: t(hasPassword ? 'value.hasPassword' : 'value.noPassword') },
          {
            name: t('fact.secondFactor'),
            value: secondFactorSince
              ? t('value.secondFactorSince', { date: date(secondFactorSince) })
              : t('value.noSecondFactor'),
          },
          {
            name: t('fact.singleSignOn'),
            value: singleSignOnLinkedAt
              ? t('value.linkedSince', { date: date(singleSignOnLinkedAt) })
              : t('value.notLinked'),
          },
          { name: t('fact.sessions'), value: t('value.sessions', { count: sessions }) },
        ]}
      />
      <Group gap="xs" role="group" aria-label={t('acts')}>
        <ActionButton
          size="xs"
          variant="default"
          because={because.reset}
          onClick={() => setReset({ act: 'reset', selection: { ids: [user.id] }, count: 1 })}
        >
          {t('act.reset')}
        </ActionButton>
        <ActionButton
          size="xs"
          variant="default"
          because={because.signOut ?? (sessions === 0 ? t('because.nowhere') : undefined)}
          onClick={() => setAct('signOut')}
        >
          {t('act.signOut')}
        </ActionButton>
        <ActionButton
          size="xs"
          variant="default"
          because={
            because.removeSecondFactor ??
            (secondFactorSince === null ? t('because.noSecondFactor') : undefined)
          }
          onClick={() => setAct('removeSecondFactor')}
        >
          {t('act.removeSecondFactor')}
        </ActionButton>
      </Group>
      <OnceOpened when={act !== undefined}>
        <PersonActDialog accountId={accountId} user={user} act={act} onClose={() => setAct(undefined)} />
      </OnceOpened>
      <OnceOpened when={reset !== undefined}>
        <PeopleActDialog accountId={accountId} request={reset} onClose={() => setReset(undefined)} />
      </OnceOpened>
    </Stack>
  )
}

/** Why an act is not for this person; undefined: it is. */
function useReasons(accountId: string, user: User): Partial<Record<PersonAct | 'reset', string>> {
  const { t } = useTranslation('personSignIn')
  const { data: session } = useQuery(sessionQuery)
  const { data: singleSignOn } = useQuery(singleSignOnQuery(accountId))
  const provider = singleSignOn?.identityProvider
  const self = session?.user.id === user.id ? t('because.self') : undefined

  function noReset(): string | undefined {
    if (user.registeredAt === null) return t('because.notRegistered')
    if (user.status === 'inactive') return t('because.inactive')
    return provider?.isOn && !provider.keepsLocalPasswords
      ? t('because.singleSignOn', { name: provider.name })
      : undefined
  }

  const reset = noReset()
  return {
    ...(reset === undefined ? {} : { reset }),
    ...(self === undefined ? {} : { signOut: self, removeSecondFactor: self, unlock: self }),
  }
}
