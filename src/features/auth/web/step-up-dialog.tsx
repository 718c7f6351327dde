import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { stepUp } from './session.ts'

interface StepUpDialogProps {
  opened: boolean
  onFinish: (proven: boolean) => void
}

/** The password again. */
export function StepUpDialog({ opened, onFinish }: StepUpDialogProps) {
  const { t } = useTranslation('auth')
  const [password, setPassword] = useState('')
  const proving = useMutation({ mutationFn: stepUp, onSuccess: () => finish(true) })

  function finish(proven: boolean) {
    onFinish(proven)
    setPassword('')
    proving.reset()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    proving.mutate(password)
  }

  return (
    <Modal
      opened={opened}
      onClose={() => finish(false)}
      title={t('stepUp.title')}
      size="sm"
      centered
      zIndex={400}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('stepUp.lead')}
          </Text>
          <PasswordInput
            label={t('field.password')}
            autoComplete="current-password"
            data-autofocus
            value={password}
            error={proving.error?.message}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => finish(false)}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button type="submit" loading={proving.isPending}>
              {t('stepUp.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
