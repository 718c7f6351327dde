import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onStepUpNeeded } from '#web/lib/api/step-up.ts'
import { stepUp } from './session.ts'

/** Asks for the password when a request needs it; the request is then sent again by the API layer. */
export function StepUpDialog() {
  const { t } = useTranslation('auth')
  const [answer, setAnswer] = useState<(proven: boolean) => void>()
  const [password, setPassword] = useState('')
  const proving = useMutation({ mutationFn: stepUp, onSuccess: () => finish(true) })

  useEffect(
    () =>
      onStepUpNeeded(
        () =>
          new Promise((resolve) => {
            setAnswer(() => resolve)
          }),
      ),
    [],
  )

  function finish(proven: boolean) {
    answer?.(proven)
    setAnswer(undefined)
    setPassword('')
    proving.reset()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    proving.mutate(password)
  }

  return (
    <Modal
      opened={answer !== undefined}
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
