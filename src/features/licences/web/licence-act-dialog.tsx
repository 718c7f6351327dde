import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import type { UserSelection } from '#features/users/web/api.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { LicenceForecast } from '../schema.ts'
import { licencesKey, type ProductName, startLicenceAssignment } from './api.ts'

/** Whose licences are to be given or taken, as it was foretold. */
export interface LicenceAct {
  assign: boolean
  selection: UserSelection
  product: ProductName
  forecast: LicenceForecast
}

interface LicenceActDialogProps {
  accountId: string
  /** undefined: the dialog is closed. */
  request: LicenceAct | undefined
  onClose: () => void
}

/** Says what giving or taking the licences of many people does, does it, and follows it to its end (UA-70, UA-72). */
export function LicenceActDialog({ accountId, request, onClose }: LicenceActDialogProps) {
  const { t } = useTranslation(['licences', 'users'])
  const queries = useQueryClient()
  const [started, setStarted] = useState<{ by: LicenceAct; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined
  const starting = useMutation({
    mutationFn: async (by: LicenceAct) => {
      const { assign, selection, product } = by
      return { by, operation: await startLicenceAssignment(accountId, { assign, selection, product }) }
    },
    onSuccess: (begun) => {
      followOperation(queries, accountId, begun.operation)
      setStarted(begun)
    },
    // There are fewer left than were foretold: the panel behind says so too.
    onError: () => queries.invalidateQueries({ queryKey: licencesKey(accountId) }),
  })
  const way = request?.assign ? 'assigning' : 'unassigning'
  const { people, without, remaining } = request?.forecast ?? { people: 0, without: 0, remaining: 0 }
  const count = request?.assign ? without : people - without
  return (
    <Modal
      opened={request !== undefined}
      onClose={onClose}
      onExitTransitionEnd={starting.reset}
      title={operation ? t(`manage.${way}.started`) : t(`manage.${way}.title`, { count })}
      size="lg"
    >
      {request && !operation && (
        <Stack>
          <Text size="sm">
            {t(`manage.${way}.text`, {
              count,
              product: t(`users:product.${request.product}`),
              left: remaining - count,
            })}
          </Text>
          {starting.error && <ProblemAlert problem={starting.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button
              data-autofocus
              color={request.assign ? undefined : 'red'}
              loading={starting.isPending}
              onClick={() => starting.mutate(request)}
            >
              {t(`manage.${way}.submit`)}
            </Button>
          </Group>
        </Stack>
      )}
      {request && operation && (
        <OperationResult accountId={accountId} operation={operation} onClose={onClose} staysOpen={false} />
      )}
    </Modal>
  )
}
