import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import { isRunning } from '#features/operations/web/api.ts'
import type { HandOverList } from '../../subscribers/schema.ts'
import { handOverList } from './api.ts'
import classes from './hand-over-list.module.css'

type Entry = z.infer<typeof HandOverList>['items'][number]
type Layout = 'slips' | 'rows'

/** Prints the PINs of an operation that generated some; for every other operation, nothing. They are gone when the view is closed. */
export function PrintHandOverList({ accountId, operation }: { accountId: string; operation: Operation }) {
  const { t } = useTranslation('deployments')
  const [entries, setEntries] = useState<Entry[]>()
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
      <Modal opened={entries !== undefined} onClose={close} title={t('handOver.title')} size="xl">
        {entries && <Sheet entries={entries} onClose={close} />}
      </Modal>
    </>
  )
}

function Sheet({ entries, onClose }: { entries: Entry[]; onClose: () => void }) {
  const { t } = useTranslation('deployments')
  const [layout, setLayout] = useState<Layout>('slips')
  const list = <List entries={entries} layout={layout} />
  return (
    <Stack>
      <Alert variant="light" p="xs">
        {t('handOver.recorded', { count: entries.length })}
      </Alert>
      <Group justify="space-between">
        <SegmentedControl<Layout>
          aria-label={t('handOver.layout')}
          value={layout}
          onChange={setLayout}
          data={[
            { value: 'slips', label: t('handOver.slips') },
            { value: 'rows', label: t('handOver.rows') },
          ]}
        />
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('close', { ns: 'common' })}
          </Button>
          <Button
            data-autofocus
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('handOver.print')}
          </Button>
        </Group>
      </Group>
      {list}
      {/* A dialog prints as one page at most; this copy is shown on paper only, and nothing else is. */}
      {createPortal(<div className={classes.paper}>{list}</div>, document.body)}
    </Stack>
  )
}

function List({ entries, layout }: { entries: Entry[]; layout: Layout }) {
  const { t } = useTranslation('deployments')
  if (layout === 'rows') {
    return (
      <table className={classes.rows}>
        <thead>
          <tr>
            <th scope="col">{t('handOver.name')}</th>
            <th scope="col">{t('handOver.number')}</th>
            <th scope="col">{t('handOver.pin')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.subscriberId}>
              <td>{nameOf(entry)}</td>
              <td>{entry.directoryNumber}</td>
              <td className={classes.pin}>{entry.pin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  }
  return (
    <ul className={classes.slips}>
      {entries.map((entry) => (
        <li key={entry.subscriberId} className={classes.slip}>
          <strong>{nameOf(entry)}</strong>
          <span>{entry.directoryNumber}</span>
          <span>{t('handOver.slipText')}</span>
          <span className={classes.pin}>{entry.pin}</span>
        </li>
      ))}
    </ul>
  )
}

function nameOf({ firstName, lastName }: Entry): string {
  return `${lastName} ${firstName}`.trim()
}
