import { Button, Group, List, Modal, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { startAct } from '#features/deployment/deployments/web/api.ts'
import { PrintHandOverList } from '#features/deployment/deployments/web/hand-over-list.tsx'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Import } from '../schema.ts'
import { importedIds } from './api.ts'
import { useImportPlace } from './import-place.ts'

/** More ids than this no act takes at once. */
const selectionMax = 10_000

interface DifferentPinsProps {
  plan: Import
  opened: boolean
  onClose: () => void
}

/** Gives everybody of an import a PIN of their own in place of the one they share (CD-10). */
export function DifferentPins({ plan, opened, onClose }: DifferentPinsProps) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const { accountId } = place
  const queries = useQueryClient()
  const { data: ids, error } = useQuery({
    queryKey: ['accounts', accountId, place.kind.resource, plan.id, 'people'],
    queryFn: () => importedIds(place, plan.id),
    enabled: opened,
  })
  const generating = useMutation({
    mutationFn: (of: string[]) => startAct(accountId, 'generatePins', { ids: of }, { replace: true }),
    onSuccess: (operation) => followOperation(queries, accountId, operation),
  })

  function whyNot(): string | undefined {
    if (!ids) return t('pins.counting')
    return ids.length > selectionMax ? t('pins.tooMany') : undefined
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('pins.title')}
      size="lg"
      onExitTransitionEnd={generating.reset}
    >
      {generating.data ? (
        <OperationResult
          accountId={accountId}
          operation={generating.data}
          onClose={onClose}
          staysOpen
          actionsOf={(newest) => <PrintHandOverList accountId={accountId} operation={newest} />}
        />
      ) : (
        <Stack>
          <List size="sm" spacing={6}>
            {ids && <List.Item>{t('pins.each', { count: ids.length })}</List.Item>}
            <List.Item>{t('pins.replaced')}</List.Item>
            <List.Item>{t('pins.handOver')}</List.Item>
          </List>
          {(error ?? generating.error) && <ProblemAlert problem={(error ?? generating.error) as Error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <ActionButton
              because={whyNot()}
              loading={generating.isPending}
              onClick={() => ids && generating.mutate(ids)}
            >
              {t('pins.submit')}
            </ActionButton>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
