import { Group, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FactList } from '#web/components/fact-list.tsx'
import { TextLink } from '#web/components/links.tsx'
import { exactTime } from '#web/lib/times.ts'
import type { AuditEvent, FieldChange } from '../schema.ts'
import classes from './event-list.module.css'
import { useFieldLabel } from './event-sentence.ts'
import { unfiltered } from './search.ts'
import { nameIn, valueText } from './told.ts'

/** By these the sentence above names what was changed. */
const named = ['name', 'firstName', 'lastName']

/** Everything that an event keeps: what each field was before and is since, and the rest as facts. */
export function EventDetails({ accountId, event }: { accountId: string; event: AuditEvent }) {
  const { t, i18n } = useTranslation('events')
  const labelOf = useFieldLabel()
  const { subjectKind, details, changes, actorId, actorName, subjectId } = event
  const facts = Object.entries(details).flatMap(([field, value]) =>
    valueText(value) === '' || (changes.length > 0 && named.includes(field))
      ? []
      : [{ name: labelOf(subjectKind, field), value: valueText(value) }],
  )
  return (
    <Stack gap="sm" className={classes.details}>
      {changes.length > 0 && <Changes subjectKind={subjectKind} changes={changes} />}
      <FactList
        facts={[
          { name: t('exactTime'), value: exactTime(new Date(event.at), i18n.language) },
          ...(event.address === null ? [] : [{ name: t('column.address'), value: event.address }]),
          { name: t('column.sealed'), value: t(event.sealed ? 'seal.done' : 'seal.waiting') },
          ...facts,
        ]}
      />
      <Group gap="md">
        {actorId !== null && (
          <Only accountId={accountId} search={{ actor: actorId }}>
            {t('only.actor', { name: actorName ?? '' })}
          </Only>
        )}
        {subjectId !== null && (
          <Only accountId={accountId} search={{ subjectId }}>
            {t('only.subject', { name: nameIn(details) ?? t('only.thisRecord') })}
          </Only>
        )}
      </Group>
    </Stack>
  )
}

function Only(props: {
  accountId: string
  search: { actor: string } | { subjectId: string }
  children: string
}) {
  return (
    <TextLink
      size="sm"
      to="/accounts/$accountId/activity/events"
      params={{ accountId: props.accountId }}
      search={{ ...unfiltered, ...props.search }}
    >
      {props.children}
    </TextLink>
  )
}

function Changes({ subjectKind, changes }: { subjectKind: string; changes: FieldChange[] }) {
  const { t } = useTranslation('events')
  const labelOf = useFieldLabel()
  return (
    <Table className={classes.changes} withRowBorders={false} verticalSpacing={4} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('change.field')}</Table.Th>
          <Table.Th scope="col">{t('change.before')}</Table.Th>
          <Table.Th scope="col">{t('change.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ field, before, after, secret }) => (
          <Table.Tr key={field}>
            <Table.Th scope="row" fw={500}>
              {labelOf(subjectKind, field)}
            </Table.Th>
            {secret ? (
              <Table.Td colSpan={2} className="rc-faint">
                {t('change.secret')}
              </Table.Td>
            ) : (
              <>
                <Value value={before} />
                <Value value={after} />
              </>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation('events')
  const text = typeof value === 'boolean' ? t(value ? 'change.yes' : 'change.no') : valueText(value)
  return (
    <Table.Td>
      {text === '' ? (
        <span className="rc-faint">{t('change.nothing')}</span>
      ) : (
        <Text size="sm" span>
          {text}
        </Text>
      )}
    </Table.Td>
  )
}
