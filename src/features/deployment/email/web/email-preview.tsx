import { Alert, Group, SegmentedControl, Select, Skeleton, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { subscribersQuery } from '../../subscribers/web/api.ts'
import { fullName } from '../../subscribers/web/subscriber-name.tsx'
import type { Preview } from '../schema.ts'
import classes from './email-editor.module.css'

interface EmailPreviewProps {
  accountId: string
  language: string
  preview: Preview | undefined
  /** The texts have faults: what is shown is older than they. */
  refused: boolean
  problem: Error | null
  view: PreviewView
  onView: (view: PreviewView) => void
}

/** What of the e-mail is looked at. It outlives the editor's fields, which begin anew with each saved version. */
export interface PreviewView {
  form: 'html' | 'text'
  /** Whose name and number stand in it; null: a sample person's. */
  person: string | null
}

/** The e-mail as its reader would see it. Its frame is sandboxed: nothing in it runs, and no link leads anywhere. */
export function EmailPreview(props: EmailPreviewProps) {
  const { accountId, language, preview, refused, problem, view, onView } = props
  const { form } = view
  const { t } = useTranslation('email')
  return (
    <Stack gap="sm" className={classes.side}>
      <Group justify="space-between" align="flex-end" gap="xs">
        <PersonChoice
          accountId={accountId}
          person={view.person}
          onPerson={(person) => onView({ ...view, person })}
        />
        <SegmentedControl<'html' | 'text'>
          aria-label={t('previewAs')}
          value={form}
          onChange={(next) => onView({ ...view, form: next })}
          data={[
            { value: 'html', label: t('html') },
            { value: 'text', label: t('text') },
          ]}
        />
      </Group>
      {problem && <ProblemAlert problem={problem} />}
      {refused && (
        <Alert variant="light" color="orange" p="xs">
          {t('previewStale')}
        </Alert>
      )}
      {!preview && !problem && !refused && <Skeleton height={620} />}
      {preview && (
        <>
          <Text size="sm" lang={language}>
            {t('subject')}:{' '}
            <strong>
              <bdi>{preview.subject}</bdi>
            </strong>
          </Text>
          {form === 'html' ? (
            <iframe
              className={classes.frame}
              title={t('previewFrame')}
              sandbox=""
              srcDoc={preview.html}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to do that
              tabIndex={0}
            />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to do that
            <pre className={classes.plain} tabIndex={0} lang={language}>
              {preview.text}
            </pre>
          )}
        </>
      )}
    </Stack>
  )
}

const sample = 'sample'

function PersonChoice({
  accountId,
  person,
  onPerson,
}: {
  accountId: string
  person: string | null
  onPerson: (person: string | null) => void
}) {
  const { t } = useTranslation('email')
  const [typed, setTyped] = useState('')
  const [name, setName] = useState<string>()
  const [search] = useDebouncedValue(typed, 250)
  // What was chosen stands in the box, and is no search for others.
  const words = search === name || search === t('sample') ? '' : search
  const { data } = useInfiniteQuery({
    ...subscribersQuery(accountId, words === '' ? {} : { search: words }, 'lastName'),
    placeholderData: keepPreviousData,
  })
  const found = data?.pages[0]?.items.slice(0, 20) ?? []
  const choices = found.map((one) => ({ value: one.id, label: fullName(one) }))
  const chosen = person !== null && !choices.some(({ value }) => value === person)
  return (
    <Select
      label={t('person')}
      searchable
      // The server has searched already, also in what is not shown here.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      value={person ?? sample}
      onChange={(value, option) => {
        setName(option?.label)
        onPerson(value === sample ? null : value)
      }}
      data={[
        { value: sample, label: t('sample') },
        ...(chosen ? [{ value: person, label: name ?? '' }] : []),
        ...choices,
      ]}
    />
  )
}
