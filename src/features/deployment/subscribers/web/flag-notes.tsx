import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Act } from '../../deployments/web/api.ts'
import type { Subscriber } from '../schema.ts'
import { subscribersKey, unlockSubscriber } from './api.ts'

type Flag = keyof Subscriber['flags']

// What helps in each case. The PIN lock has a button of its own, and a forced configuration is only to be waited for.
const remedies = [
  ['locked', undefined],
  ['redeployRequired', 'deploy'],
  ['linkExpired', 'deploy'],
  ['forcePending', undefined],
  ['updatePending', 'force'],
] as const satisfies Array<[Flag, Act | undefined]>
const serious = new Set<Flag>(['locked', 'redeployRequired', 'linkExpired'])

interface FlagNotesProps {
  accountId: string
  subscriber: Subscriber
  onAct: (act: Act) => void
}

/** What needs attention, in words, and the button that sees to it. */
export function FlagNotes({ accountId, subscriber, onAct }: FlagNotesProps) {
  const { t } = useTranslation('subscribers')
  const { t: tAct } = useTranslation('deployments')
  const { flags, clientCount, state } = subscriber
  // The new deployment went, or is about to go: the rest is the user's.
  const underWay = (state === 'queued' || state === 'sent') && !flags.linkExpired
  const actOf = (flag: Flag, act: Act | undefined) =>
    flag === 'redeployRequired' && underWay ? undefined : act
  return remedies
    .filter(([flag]) => flags[flag])
    .map(([flag, remedy]) => [flag, actOf(flag, remedy)] as const)
    .map(([flag, act]) => (
      <Alert
        key={flag}
        variant="light"
        p="xs"
        color={serious.has(flag) ? 'orange' : 'gray'}
        icon={serious.has(flag) ? <IconAlertTriangle aria-hidden /> : <IconInfoCircle aria-hidden />}
        title={t(`flag.${flag}`)}
      >
        <Group justify="space-between" gap="xs">
          <Text size="sm" flex="1 1 200px">
            {t(`flagNote.${flag === 'redeployRequired' && underWay ? 'redeployUnderWay' : flag}`)}
          </Text>
          {flag === 'locked' && <Unlock accountId={accountId} subscriber={subscriber} />}
          {act && (act !== 'force' || (clientCount > 0 && !flags.forcePending)) && (
            <Button size="xs" variant="default" onClick={() => onAct(act)}>
              {tAct(`act.${act}.name`)}
            </Button>
          )}
        </Group>
      </Alert>
    ))
}

function Unlock({ accountId, subscriber }: Omit<FlagNotesProps, 'onAct'>) {
  const { t } = useTranslation('subscribers')
  const queries = useQueryClient()
  const unlocking = useMutation({
    mutationFn: () => unlockSubscriber(accountId, subscriber.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: subscribersKey(accountId) }),
  })
  return (
    <>
      {unlocking.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {unlocking.error.message}
        </Text>
      )}
      <Button size="xs" variant="default" loading={unlocking.isPending} onClick={() => unlocking.mutate()}>
        {t('unlock')}
      </Button>
    </>
  )
}
