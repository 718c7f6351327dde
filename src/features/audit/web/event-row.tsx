import { ActionIcon, Text, VisuallyHidden } from '@mantine/core'
import {
  IconChevronDown,
  IconChevronRight,
  IconClockHour4,
  IconRosetteDiscountCheck,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { exactTime, hourOf } from '#web/lib/times.ts'
import type { AuditEvent } from '../schema.ts'
import { EventActor } from './event-actor.tsx'
import { EventDetails } from './event-details.tsx'
import classes from './event-list.module.css'
import { EventSubject } from './event-subject.tsx'

interface EventRowProps {
  accountId: string
  event: AuditEvent
  sentence: string
  /** On a phone: as few columns as can be read. */
  narrow: boolean
  opened: boolean
  onToggle: () => void
}

/** One event in a line; what it keeps below it, once that is wanted. */
export function EventRow({ accountId, event, sentence, narrow, opened, onToggle }: EventRowProps) {
  const { t, i18n } = useTranslation('events')
  const at = new Date(event.at)
  const Chevron = opened ? IconChevronDown : IconChevronRight
  return (
    <>
      <tr className={classes.event} data-open={opened || undefined}>
        <td>
          <time dateTime={event.at} title={exactTime(at, i18n.language)}>
            {hourOf(at, i18n.language)}
          </time>
        </td>
        <td>
          <EventActor {...event} />
          {narrow && (
            <Text size="xs" c="dimmed">
              {event.address}
            </Text>
          )}
        </td>
        <td>
          <div className={classes.act}>
            <span>
              <EventSubject accountId={accountId} event={event}>
                {sentence}
              </EventSubject>
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-expanded={opened}
              aria-label={t('details', { event: sentence })}
              onClick={onToggle}
            >
              <Chevron size={16} aria-hidden />
            </ActionIcon>
          </div>
        </td>
        {!narrow && (
          <>
            <td>{event.address}</td>
            <td>
              <Seal sealed={event.sealed} />
            </td>
          </>
        )}
      </tr>
      {opened && (
        <tr className={classes.opened}>
          <td colSpan={narrow ? 3 : 5}>
            <EventDetails accountId={accountId} event={event} />
          </td>
        </tr>
      )}
    </>
  )
}

function Seal({ sealed }: { sealed: boolean }) {
  const { t } = useTranslation('events')
  const Shape = sealed ? IconRosetteDiscountCheck : IconClockHour4
  return (
    <span title={t(sealed ? 'seal.doneHelp' : 'seal.waitingHelp')} style={{ display: 'inline-flex' }}>
      <Shape size={16} aria-hidden color={sealed ? 'var(--mantine-color-teal-text)' : 'var(--rc-faint)'} />
      <VisuallyHidden>{t(sealed ? 'seal.done' : 'seal.waiting')}</VisuallyHidden>
    </span>
  )
}
