import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ownSignInQuery } from './own/api.ts'
import { beginStepUpElsewhere } from './session.ts'
import { useLeaving } from './use-leaving.ts'

/** Leads to the identity provider and back to this page. What is typed here does not survive that, and is told to. */
export function StepUpElsewhere({ onCancel }: { onCancel: () => void }): ReactNode {
  const { t } = useTranslation('auth')
  const router = useRouter()
  const { data } = useQuery(ownSignInQuery)
  const name = data?.singleSignOn?.name ?? t('stepUp.provider')
  const leaving = useLeaving(() => beginStepUpElsewhere(router.state.location.href))
  return (
    <Stack>
      <Text size="sm">{t('stepUp.elsewhere', { name })}</Text>
      {leaving.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {leaving.error.message}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <Button data-autofocus loading={leaving.isBusy} onClick={() => leaving.leave(undefined)}>
          {t('stepUp.confirmWith', { name })}
        </Button>
      </Group>
    </Stack>
  )
}
