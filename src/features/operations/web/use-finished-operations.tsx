import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '../schema.ts'
import { isRunning, newestOperationsQuery } from './api.ts'
import { useSummary } from './use-summary.ts'

/** Tells when an operation of the account ends, wherever one is by then, and has the account's lists asked for anew. */
export function useFinishedOperations(accountId: string): void {
  const { t, i18n } = useTranslation('operations')
  const { data: operations } = useQuery(newestOperationsQuery(accountId))
  const queries = useQueryClient()
  const navigate = useNavigate()
  const summary = useSummary()
  const wereRunning = useRef<{ of: string; ids: Set<string> }>({ of: accountId, ids: new Set() })

  useEffect(() => {
    if (!operations) return
    const before = wereRunning.current
    const ended =
      before.of === accountId ? operations.filter((one) => before.ids.has(one.id) && !isRunning(one)) : []
    wereRunning.current = { of: accountId, ids: new Set(operations.filter(isRunning).map(({ id }) => id)) }
    if (ended.length === 0) return
    void queries.invalidateQueries({ queryKey: ['accounts', accountId] })
    for (const operation of ended) show(operation)

    function show(operation: Operation) {
      const known = i18n.exists(`operations:kind.${operation.kind}`)
      const kind = known ? t(`kind.${operation.kind as 'deployment'}`) : operation.kind
      notifications.show({
        id: operation.id,
        color: operation.failed > 0 || operation.failure ? 'orange' : 'teal',
        message: (
          <>
            {operation.failure ?? t('finished', { kind, summary: summary(operation) })}{' '}
            <Anchor component="button" type="button" size="sm" onClick={() => open(operation.id)}>
              {t('show')}
            </Anchor>
          </>
        ),
      })
    }

    function open(operationId: string) {
      notifications.hide(operationId)
      void navigate({
        to: '/accounts/$accountId/activity/operations/$operationId',
        params: { accountId, operationId },
      })
    }
  }, [accountId, operations, queries, navigate, summary, t, i18n])
}
