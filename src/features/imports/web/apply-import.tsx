import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { followOperation } from '#features/operations/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import type { Import } from '../schema.ts'
import { applyImport, renewImport } from './api.ts'
import { useImportPlace } from './import-place.ts'
import { changeCount, isHeldBack } from './plan.ts'

/** Applies a plan, or says why that cannot be. */
export function ApplyImport({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const queries = useQueryClient()
  const applying = useMutation({
    mutationFn: () => applyImport(place, plan.id),
    onSuccess: (operation) => {
      followOperation(queries, place.accountId, operation)
      return renewImport(queries, place)
    },
  })
  const count = changeCount(plan)
  const because = count === 0 ? t('because.nothing') : isHeldBack(plan) ? t('because.errors') : undefined
  return (
    <>
      {applying.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {applying.error.message}
        </Text>
      )}
      <ActionButton because={because} loading={applying.isPending} onClick={() => applying.mutate()}>
        {t('apply', { count })}
      </ActionButton>
    </>
  )
}
