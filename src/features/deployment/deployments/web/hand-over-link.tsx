import { Alert, Button, Center, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import { useHiding } from '#web/lib/use-hiding.ts'
import type { HandedLink } from '../schema.ts'
import { handOverLink } from './api.ts'

const shownSeconds = 120

interface HandOverLinkProps {
  accountId: string
  subscriberId: string
  name: string
  opened: boolean
  onClose: () => void
}

/** *Take link by hand*: the link and its QR code instead of an e-mail, for a while. */
export function HandOverLink({ accountId, subscriberId, name, opened, onClose }: HandOverLinkProps) {
  const { t } = useTranslation('deployments')
  const queries = useQueryClient()
  const [link, setLink] = useHiding<HandedLink>(shownSeconds)
  const [wasShown, setWasShown] = useState(false)
  // Not kept longer than it is shown.
  const making = useMutation({
    mutationFn: () => handOverLink(accountId, subscriberId),
    onSuccess: (made) => {
      setLink(made)
      setWasShown(true)
      making.reset()
      void queries.invalidateQueries({ queryKey: ['accounts', accountId, 'subscribers'] })
    },
    gcTime: 0,
  })

  function close() {
    setLink(undefined)
    setWasShown(false)
    making.reset()
    onClose()
  }

  return (
    <Modal opened={opened} onClose={close} title={t('link.title', { name })}>
      {link ? (
        <Shown link={link} onClose={close} />
      ) : (
        <Stack>
          {wasShown && (
            <Alert variant="light" p="xs" role="status" icon={<IconInfoCircle aria-hidden />}>
              {t('link.hidden')}
            </Alert>
          )}
          <Text size="sm">{t('link.before')}</Text>
          {making.error && <ProblemAlert problem={making.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button data-autofocus loading={making.isPending} onClick={() => making.mutate()}>
              {t('link.show')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function Shown({ link, onClose }: { link: HandedLink; onClose: () => void }) {
  const { t } = useTranslation('deployments')
  return (
    <Stack>
      <Alert variant="light" color="orange" p="xs" icon={<IconInfoCircle aria-hidden />}>
        {t('link.recorded')}
      </Alert>
      <Center bg="white" p="sm">
        <img src={link.qrCode} alt={t('link.qr')} width={220} height={220} />
      </Center>
      <Copied label={t('link.address')} copy={t('link.copyAddress')} value={link.link} />
      <Copied label={t('link.code')} copy={t('link.copyCode')} value={link.authenticationCode} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('link.expires')} <Time at={link.expiresAt} />
        </Text>
        <Button data-autofocus onClick={onClose}>
          {t('close', { ns: 'common' })}
        </Button>
      </Group>
    </Stack>
  )
}

function Copied({ label, copy, value }: { label: string; copy: string; value: string }) {
  const { t } = useTranslation('deployments')
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput label={label} value={value} readOnly flex={1} onFocus={(event) => event.target.select()} />
      <CopyButton value={value}>
        {({ copied, copy: press }) => (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={press}
          >
            {copied ? t('link.copied') : copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
