import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '#web/components/form/password-field.tsx'
import type { Session } from '../schema.ts'
import { CodeField } from './code-field.tsx'
import { sessionQuery, stepUp } from './session.ts'
import { StepUpElsewhere } from './step-up-elsewhere.tsx'

interface StepUpDialogProps {
  opened: boolean
  /** Nothing but a code of the second factor will do. */
  onlyCode: boolean
  onFinish: (proven: boolean) => void
}

/** Proves once more who sits there, by what the session can give. */
export function StepUpDialog({ opened, onlyCode, onFinish }: StepUpDialogProps): ReactNode {
  const { t } = useTranslation('auth')
  const { data: session } = useQuery(sessionQuery)
  const [chosen, setChosen] = useState<Way>()
  const ways = onlyCode ? (['code'] as const) : waysOf(session)
  const way = chosen ?? ways[0] ?? 'password'

  function finish(proven: boolean) {
    onFinish(proven)
    setChosen(undefined)
  }

  return (
    <Modal
      opened={opened}
      onClose={() => finish(false)}
      title={t(`stepUp.title.${way}`)}
      size="sm"
      centered
      zIndex={400}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('stepUp.lead')}
        </Text>
        {way === 'elsewhere' ? (
          <StepUpElsewhere onCancel={() => finish(false)} />
        ) : (
          // Each way begins with nothing typed.
          <ProofForm key={`${way} ${opened}`} way={way} onFinish={finish} />
        )}
        {ways
          .filter((each) => each !== way)
          .map((each) => (
            <Anchor
              key={each}
              component="button"
              type="button"
              size="sm"
              mih={24}
              onClick={() => setChosen(each)}
            >
              {t(`stepUp.instead.${each}`)}
            </Anchor>
          ))}
      </Stack>
    </Modal>
  )
}

type Way = 'password' | 'code' | 'elsewhere'

/** What is here comes first: the way to an identity provider leaves the page. */
function waysOf(session: Session | undefined): Way[] {
  if (!session) return []
  return [
    ...(session.hasPassword ? (['password'] as const) : []),
    ...(session.hasSecondFactor ? (['code'] as const) : []),
    ...(session.signedInBy === 'single-sign-on' ? (['elsewhere'] as const) : []),
  ]
}

function ProofForm({ way, onFinish }: { way: 'password' | 'code'; onFinish: (proven: boolean) => void }) {
  const { t } = useTranslation('auth')
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const [missing, setMissing] = useState(false)
  const proving = useMutation({
    mutationFn: (given: string) => stepUp(way === 'password' ? { password: given } : { totp: given }),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session)
      onFinish(true)
    },
    onError: () => {
      if (way === 'code') setTyped('')
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(typed === '')
    if (typed !== '' && !proving.isPending) proving.mutate(typed)
  }

  function change(text: string) {
    setTyped(text)
    setMissing(false)
    proving.reset()
  }

  const error = missing ? t(`stepUp.missing.${way}`) : proving.error?.message
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {way === 'code' ? (
          <CodeField
            label={t('secondFactor.code')}
            value={typed}
            error={error}
            onChange={change}
            onWhole={(code) => proving.mutate(code)}
          />
        ) : (
          <PasswordField
            label={t('field.password')}
            autoComplete="current-password"
            data-autofocus
            value={typed}
            error={error}
            onChange={(event) => change(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onFinish(false)}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={proving.isPending}>
            {t('stepUp.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
