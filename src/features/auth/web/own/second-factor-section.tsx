import { Alert, Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconShieldCheck, IconShieldOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { OwnSignIn } from '../../own-schema.ts'
import { sessionQuery } from '../session.ts'
import { useFocusHeir } from '../use-focus-heir.ts'
import { beginSecondFactor, ownKey } from './api.ts'

const EnrolDialog = lazy(async () => ({ default: (await import('./enrol-dialog.tsx')).EnrolDialog }))
const RenewDialog = lazy(async () => ({ default: (await import('./renew-dialog.tsx')).RenewDialog }))
const RemoveDialog = lazy(async () => ({ default: (await import('./remove-dialog.tsx')).RemoveDialog }))

/** From so few recovery codes on, new ones are worth a warning. */
const fewCodes = 2

const looks = {
  on: { color: 'teal', icon: IconShieldCheck },
  off: { color: 'gray', icon: IconShieldOff },
} satisfies Record<string, StatusLook>

/** The authenticator app and the recovery codes: set up, renewed, removed. */
export function SecondFactorSection({ own }: { own: OwnSignIn }): ReactNode {
  const { t } = useTranslation('security')
  const queries = useQueryClient()
  const [dialog, setDialog] = useState<'enrol' | 'renew' | 'remove'>()
  // The key is asked for before the dialog opens: a password may have to be given first.
  const beginning = useMutation({ mutationFn: beginSecondFactor, onSuccess: () => setDialog('enrol') })
  const { secondFactor: factor } = own
  const heading = useFocusHeir<HTMLHeadingElement>(factor === null)
  // It is busy, and so without the focus, when its dialog opens: the dialog cannot give it back by itself.
  const beginner = useFocusHeir<HTMLButtonElement>(dialog !== 'enrol')
  const state = factor ? 'on' : 'off'

  function finish(said?: string) {
    setDialog(undefined)
    if (said === undefined) return
    notifications.show({ color: 'teal', message: said })
    void queries.invalidateQueries({ queryKey: ownKey })
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }

  return (
    <Section
      title={t('factor.title')}
      lead={
        own.localPasswords
          ? t('factor.about')
          : t('factor.aboutElsewhere', { name: own.singleSignOn?.name ?? '' })
      }
      heading={heading}
      aside={<StatusBadge look={looks[state]}>{t(`factor.${state}`)}</StatusBadge>}
    >
      {factor && (
        <Text size="sm" component="div">
          {t('factor.since')} <Time at={factor.enrolledAt} /> ·{' '}
          {t('factor.left', { count: factor.recoveryCodesLeft })}
        </Text>
      )}
      {factor && factor.recoveryCodesLeft <= fewCodes && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {t('factor.few')}
        </Alert>
      )}
      {beginning.error && <ProblemAlert problem={beginning.error} />}
      <Group gap="xs">
        <Button
          ref={beginner}
          variant={factor ? 'default' : 'filled'}
          loading={beginning.isPending}
          onClick={() => beginning.mutate()}
        >
          {t(factor ? 'factor.replace' : 'factor.setUp')}
        </Button>
        {factor && (
          <>
            <Button variant="default" onClick={() => setDialog('renew')}>
              {t('factor.renew')}
            </Button>
            <ActionButton
              variant="subtle"
              color="red"
              because={own.secondFactorNeeded ? t('factor.needed') : undefined}
              onClick={() => setDialog('remove')}
            >
              {t('factor.remove')}
            </ActionButton>
          </>
        )}
      </Group>
      <OnceOpened when={dialog === 'enrol'}>
        <EnrolDialog
          opened={dialog === 'enrol'}
          enrolment={beginning.data}
          onCancel={() => finish()}
          onDone={() => finish(t('factor.done'))}
        />
      </OnceOpened>
      <OnceOpened when={dialog === 'renew'}>
        <RenewDialog
          opened={dialog === 'renew'}
          onCancel={() => finish()}
          onDone={() => finish(t('factor.renewed'))}
        />
      </OnceOpened>
      <OnceOpened when={dialog === 'remove'}>
        <RemoveDialog
          opened={dialog === 'remove'}
          onCancel={() => finish()}
          onDone={() => finish(t('factor.removed'))}
        />
      </OnceOpened>
    </Section>
  )
}
