import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { PasswordField } from '#web/components/form/password-field.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { passwordLengthMin, passwordLengthMinWithSecondFactor } from '../../schema.ts'
import { sessionQuery } from '../session.ts'
import { ownKey, setOwnPassword } from './api.ts'

interface PasswordDialogProps {
  opened: boolean
  /** The current one is asked for, then. */
  hasPassword: boolean
  onClose: () => void
}

/** A new password of one's own. */
export function PasswordDialog({ opened, hasPassword, onClose }: PasswordDialogProps): ReactNode {
  const { t } = useTranslation('security')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(hasPassword ? 'password.dialog' : 'password.dialogSet')}
    >
      <PasswordForm hasPassword={hasPassword} onClose={onClose} />
    </Modal>
  )
}

function PasswordForm({ hasPassword, onClose }: Omit<PasswordDialogProps, 'opened'>) {
  const { t } = useTranslation('security')
  const queries = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const record = useRecordForm({
    initial: { currentPassword: '', newPassword: '' },
    loadSchema: async () => (await import('../../own-schema.ts')).OwnPassword,
    bodyOf: ({ currentPassword, newPassword }) => ({
      ...(hasPassword ? { currentPassword } : {}),
      newPassword,
    }),
    save: setOwnPassword,
    onSaved: () => {
      notifications.show({ color: 'teal', message: t('password.done') })
      void queries.invalidateQueries({ queryKey: ownKey })
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
      onClose()
    },
  })
  const { form, saving, submit } = record
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormProblems
          record={record}
          labelOf={(field) => t(field === 'currentPassword' ? 'password.current' : 'password.new')}
        />
        <Text size="sm" c="dimmed">
          {t('password.lead')}
        </Text>
        {/* For the browser's store of passwords: whose password this is. */}
        <input type="text" autoComplete="username" readOnly hidden value={session?.user.email ?? ''} />
        {hasPassword && (
          <PasswordField
            label={t('password.current')}
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps('currentPassword')}
            onBlur={undefined}
          />
        )}
        <PasswordField
          label={t('password.new')}
          description={t('password.help', {
            count: session?.hasSecondFactor ? passwordLengthMinWithSecondFactor : passwordLengthMin,
          })}
          autoComplete="new-password"
          data-autofocus={hasPassword ? undefined : true}
          {...form.getInputProps('newPassword')}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t(hasPassword ? 'password.change' : 'password.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
