import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { EmailDomain, IdentityProvider } from '../../../single-sign-on/schema.ts'
import { changeProvider, singleSignOnQuery } from './api.ts'
import { Consequences } from './consequences.tsx'

interface SwitchOnDialogProps {
  accountId: string
  provider: IdentityProvider
  verified: EmailDomain[]
  opened: boolean
  onClose: () => void
}

/** Beside passwords or instead of them: says what each does, and switches single sign-on on. */
export function SwitchOnDialog({ accountId, provider, verified, opened, onClose }: SwitchOnDialogProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  // What locks nobody out is chosen first; ending passwords takes a choice.
  const [way, setWay] = useState<'keep' | 'only'>('keep')
  const { name } = provider
  const switching = useMutation({
    mutationFn: () =>
      changeProvider(accountId, provider, { isOn: true, keepsLocalPasswords: way === 'keep' }),
    onSuccess: async () => {
      notifications.show({ color: 'teal', message: t('on.done') })
      onClose()
      await queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey })
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} onExitTransitionEnd={switching.reset} title={t('on.title')}>
      <Stack>
        <Radio.Group label={t('on.ways')} value={way} onChange={(chosen) => setWay(chosen as typeof way)}>
          <Stack gap="xs" mt="xs">
            <Radio value="keep" label={t('on.keep', { name })} description={t('on.keepText')} />
            <Radio value="only" label={t('on.only', { name })} description={t('on.onlyText', { name })} />
          </Stack>
        </Radio.Group>
        <Consequences accountId={accountId} provider={provider} verified={verified} way={way} />
        {switching.error && <ProblemAlert problem={switching.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button loading={switching.isPending} onClick={() => switching.mutate()}>
            {t('on.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
