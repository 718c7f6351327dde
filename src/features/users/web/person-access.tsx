import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { FieldGroup } from '#web/components/form/field-group.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { User } from '../schema.ts'
import type { WhyHere } from './why-here.ts'

const AccessDialog = lazy(async () => ({
  default: (await import('./person-access-dialog.tsx')).AccessDialog,
}))

interface PersonAccessProps {
  accountId: string
  user: User
  /** Something else is typed: it would not outlive the new version of the person. */
  unsaved: boolean
  /** Why they cannot be deactivated. */
  whyNot: WhyHere | undefined
}

/** Whether a person may sign in, and the button that changes it. */
export function PersonAccess({ accountId, user, unsaved, whyNot }: PersonAccessProps) {
  const { t } = useTranslation('person')
  const [opened, setOpened] = useState(false)
  const inactive = user.status === 'inactive'

  function because(): string | undefined {
    if (whyNot) return t(`access.${whyNot}`)
    return unsaved ? t('access.unsaved') : undefined
  }

  return (
    <FieldGroup title={t('group.access')}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" flex="1 1 200px">
          {t(`access.${user.status}`)}
        </Text>
        <ActionButton variant="default" size="xs" because={because()} onClick={() => setOpened(true)}>
          {t(inactive ? 'access.reactivate' : 'access.deactivate')}
        </ActionButton>
      </Group>
      <OnceOpened when={opened}>
        <AccessDialog accountId={accountId} user={user} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </FieldGroup>
  )
}
