import { Loader, Skeleton, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { InfoMark } from '#web/components/info-mark.tsx'
import { dayOf } from '#web/lib/times.ts'
import type { AuditEvent } from '../schema.ts'
import { byDay, type Line } from './days.ts'
import classes from './event-list.module.css'
import { EventRow } from './event-row.tsx'
import { useEventSentence } from './event-sentence.ts'

/** Lines from the end of what is loaded at which more is asked for. */
const loadAhead = 20

interface EventListProps {
  accountId: string
  events: AuditEvent[]
  loading: boolean
  more: { has: boolean; fetching: boolean; fetch: () => unknown }
  /** How far the search has looked, while nothing is found and it goes on. */
  scannedTo: string | null
  empty: ReactNode
}

/** Events below the names of their days: virtual lines of any height, endless pages. */
export function EventList({ accountId, events, loading, more, scannedTo, empty }: EventListProps) {
  const { t, i18n } = useTranslation('events')
  const sentenceOf = useEventSentence()
  // On a phone the address stands below who acted, and whether it is sealed in the details.
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const columns = narrow ? 3 : 5
  const box = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(() => byDay(events, new Date(), i18n.language), [events, i18n.language])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 40,
    getItemKey: (index) => (lines[index] as Line).id,
    overscan: 12,
    scrollPaddingStart: 40,
  })
  const items = virtual.getVirtualItems()

  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more.has && !more.fetching && lastShown >= lines.length - loadAhead) void more.fetch()
  }, [more, lastShown, lines.length])

  function toggle(id: string) {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }

  const searching = loading || more.has
  if (lines.length === 0 && !searching) return <div className={classes.box}>{empty}</div>
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={box} className={classes.box}>
      <table className={classes.table} aria-label={t('list')}>
        <thead>
          <tr>
            <th scope="col" className={classes.time}>
              {t('column.at')}
            </th>
            <th scope="col" className={classes.who}>
              {t('column.actor')}
            </th>
            <th scope="col">{t('column.act')}</th>
            {!narrow && (
              <>
                <th scope="col" className={classes.address}>
                  <span className={classes.term}>
                    {t('column.address')}
                    <InfoMark term={t('column.address')} text={t('column.addressHelp')} />
                  </span>
                </th>
                <th scope="col" className={classes.seal}>
                  <span className={classes.term}>
                    {t('column.sealed')}
                    <InfoMark term={t('column.sealed')} text={t('column.sealedHelp')} />
                  </span>
                </th>
              </>
            )}
          </tr>
        </thead>
        <Spacer height={before} columns={columns} />
        {items.map(({ index, key }) => {
          const line = lines[index] as Line
          return (
            <tbody key={key} ref={virtual.measureElement} data-index={index}>
              {'day' in line ? (
                <tr>
                  <th colSpan={columns} scope="rowgroup" className={classes.day}>
                    {line.day}
                  </th>
                </tr>
              ) : (
                <EventRow
                  accountId={accountId}
                  event={line.event}
                  narrow={narrow}
                  sentence={sentenceOf(line.event)}
                  opened={opened.has(line.id)}
                  onToggle={() => toggle(line.id)}
                />
              )}
            </tbody>
          )
        })}
        <Spacer height={after} columns={columns} />
      </table>
      {loading && <Skeleton height={160} m="sm" />}
      {more.fetching && (
        <div className={classes.foot} role="status">
          <Loader size="xs" aria-hidden />
          <Text size="sm" c="dimmed">
            {scannedTo === null
              ? t('loading', { ns: 'common' })
              : t('scannedTo', { day: dayOf(new Date(scannedTo), i18n.language) })}
          </Text>
        </div>
      )}
    </div>
  )
}

/** Stands for lines that are not drawn. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden>
      <tr className={classes.spacer}>
        <td colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  )
}
