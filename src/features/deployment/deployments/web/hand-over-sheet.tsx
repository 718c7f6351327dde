import { Alert, Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { HandOverList } from '../../subscribers/schema.ts'
import classes from './hand-over-list.module.css'

export type HandOverEntry = z.infer<typeof HandOverList>['items'][number]
type Layout = 'slips' | 'rows'

/** The PINs of people as they are printed, one slip each or as a list; undefined: closed. */
export function HandOverSheet(props: { entries: HandOverEntry[] | undefined; onClose: () => void }) {
  const { entries, onClose } = props
  const { t } = useTranslation('acts')
  return (
    <Modal opened={entries !== undefined} onClose={onClose} title={t('handOver.title')} size="xl">
      {entries && <Sheet entries={entries} onClose={onClose} />}
    </Modal>
  )
}

function Sheet({ entries, onClose }: { entries: HandOverEntry[]; onClose: () => void }) {
  const { t } = useTranslation('acts')
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

function List({ entries, layout }: { entries: HandOverEntry[]; layout: Layout }) {
  const { t } = useTranslation('acts')
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

function nameOf({ firstName, lastName }: HandOverEntry): string {
  return `${lastName} ${firstName}`.trim()
}
