import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { followOperation } from '#features/operations/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { profilesQuery } from '../../profiles/web/api.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import { type DeploymentSelection, deploy } from './api.ts'
import { type Outlook, outlookOf } from './outlook.ts'

/** For whom: subscribers that are known one by one, or all that match a filter. */
export interface DeployRequest {
  selection: DeploymentSelection
  /** Those selected by id; undefined for all that match. */
  subscribers: Subscriber[] | undefined
  /** undefined: not counted yet. */
  count: number | undefined
}

interface DeployDialogProps {
  accountId: string
  request: DeployRequest | undefined
  onClose: () => void
  onStarted?: () => void
}

/** Says what deploying will do, with numbers, and does it. */
export function DeployDialog({ accountId, request, onClose, onStarted }: DeployDialogProps) {
  const { t } = useTranslation('deployments')
  const count = request?.count
  return (
    <Modal
      opened={request !== undefined}
      onClose={onClose}
      title={count === undefined ? t('titleAll') : t('title', { count })}
    >
      {request && (
        <Confirmation accountId={accountId} request={request} onClose={onClose} onStarted={onStarted} />
      )}
    </Modal>
  )
}

function Confirmation({
  accountId,
  request,
  onClose,
  onStarted,
}: DeployDialogProps & { request: DeployRequest }) {
  const { t } = useTranslation('deployments')
  const queries = useQueryClient()
  const profiles = useQuery(profilesQuery(accountId))
  const outlook = request.subscribers && profiles.data && outlookOf(request.subscribers, profiles.data)
  const starting = useMutation({
    mutationFn: () => deploy(accountId, request.selection),
    onSuccess: (operation) => {
      followOperation(queries, accountId, operation)
      notifications.show({ message: t('started') })
      onClose()
      onStarted?.()
    },
  })
  return (
    <Stack>
      <Forecast outlook={outlook} />
      {outlook?.mails === 0 && <Text size="sm">{t('nobody')}</Text>}
      {starting.error && <ProblemAlert problem={starting.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton
          data-autofocus
          leftSection={<IconSend size={16} aria-hidden />}
          loading={starting.isPending}
          because={outlook?.mails === 0 ? t('nobody') : undefined}
          onClick={() => starting.mutate()}
        >
          {outlook ? t('submit', { count: outlook.mails }) : t('submitAll')}
        </ActionButton>
      </Group>
    </Stack>
  )
}

function Forecast({ outlook }: { outlook: Outlook | undefined }) {
  const { t } = useTranslation('deployments')
  return (
    <List size="sm" spacing={6}>
      {(outlook === undefined || outlook.mails > 0) && (
        <>
          <List.Item>{outlook ? t('mails', { count: outlook.mails }) : t('mailsAll')}</List.Item>
          <List.Item>{t('replaces')}</List.Item>
          <List.Item>{t('pinApart')}</List.Item>
        </>
      )}
      {outlook === undefined && <List.Item>{emphasised(t('skipped.all'))}</List.Item>}
      {outlook !== undefined && outlook.doNotDeploy > 0 && (
        <List.Item>{emphasised(t('skipped.doNotDeploy', { count: outlook.doNotDeploy }))}</List.Item>
      )}
      {outlook !== undefined && outlook.pinMissing > 0 && (
        <List.Item>{t('skipped.pinMissing', { count: outlook.pinMissing })}</List.Item>
      )}
    </List>
  )
}

/** A sentence in which `*a name*` stands out. */
function emphasised(sentence: string) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
  return sentence.split('*').map((part, index) => (index % 2 === 1 ? <em key={index}>{part}</em> : part))
}
