import { Button, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { isRunning } from '#features/operations/web/api.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { handOverList } from './api.ts'
import type { HandOverEntry } from './hand-over-sheet.tsx'

const HandOverSheet = lazy(async () => ({ default: (await import('./hand-over-sheet.tsx')).HandOverSheet }))

/** Prints the PINs of an operation that generated some; for every other operation, nothing. They are gone when the view is closed. */
export function PrintHandOverList({ accountId, operation }: { accountId: string; operation: Operation }) {
  const { t } = useTranslation('acts')
  const [entries, setEntries] = useState<HandOverEntry[]>()
  // Not a query: PINs shall not lie in a cache.
  const asking = useMutation({
    mutationFn: () => handOverList(accountId, operation.id),
    onSuccess: ({ items }) => setEntries(items),
    gcTime: 0,
  })
  if (operation.kind !== 'deployment-pins' || isRunning(operation) || operation.done === 0) return null

  function close() {
    setEntries(undefined)
    asking.reset()
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        loading={asking.isPending}
        onClick={() => asking.mutate()}
      >
        {t('handOver.open')}
      </Button>
      {asking.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {asking.error.message}
        </Text>
      )}
      <OnceOpened when={entries !== undefined}>
        <HandOverSheet entries={entries} onClose={close} />
      </OnceOpened>
    </>
  )
}
