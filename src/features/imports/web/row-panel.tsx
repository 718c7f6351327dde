import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { SecretField } from '#web/components/form/secret-field.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import type { Import, ImportRow, ImportRowChanges } from '../schema.ts'
import { correctRow, renewImport } from './api.ts'
import { useImportPlace } from './import-place.ts'
import { problemsOf, saidAbout } from './plan.ts'
import { VerdictBadge } from './plan-cells.tsx'
import { useFieldLabel } from './plan-columns.tsx'
import { ProfileField } from './profile-field.tsx'
import { changesOf, fieldsOf, kept, secrets, valuesOf } from './row-values.ts'
import { useProfiles } from './use-profiles.ts'

interface RowPanelProps {
  plan: Import
  row: ImportRow
  /** The column whose cell was pressed. */
  focus: string | undefined
  onSaved: (row: ImportRow) => void
  onClose: () => void
  /** Opens the next row that needs work; undefined: there is none. */
  onNext: (() => void) | undefined
}

/** A row of a plan as a form. What is saved is judged again at once; nothing is written to the records. */
export function RowPanel({ plan, row, focus, onSaved, onClose, onNext }: RowPanelProps) {
  const { t } = useTranslation('imports')
  const labelOf = useFieldLabel()
  const queries = useQueryClient()
  const place = useImportPlace()
  const { kind } = place
  const profiles = useProfiles()
  const fields = fieldsOf(kind, plan.columns, row)
  const [values, setValues] = useState(() => valuesOf(row, fields))
  const [saidNothing, setSaidNothing] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const nameOf = (id: string) => profiles.find((profile) => profile.id === id)?.name
  const changes = changesOf(row, values, nameOf)
  const saving = useMutation({
    mutationFn: (changed: ImportRowChanges) => correctRow(place, plan.id, row.row, changed),
    onSuccess: (judged) => {
      setValues(valuesOf(judged, fieldsOf(kind, plan.columns, judged)))
      onSaved(judged)
      return renewImport(queries, place)
    },
  })

  const firstWrong = row.problems.find(({ field }) => field !== null)?.field
  const target =
    focus !== undefined && ['profile', ...fields].includes(focus) ? focus : (firstWrong ?? fields[0])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wrong after a save shall not take the focus along
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(`[data-path="${target}"]`)?.focus()
  }, [row.row, focus])

  function save(event: FormEvent) {
    event.preventDefault()
    setSaidNothing(!changes)
    if (changes) saving.mutate(changes)
  }

  function status(): string | undefined {
    if (changes) return undefined
    if (saidNothing) return t('row.nothing')
    return saving.isSuccess
      ? t('row.saved', { line: row.line, verdict: t(`verdict.${row.verdict}`) })
      : undefined
  }

  function setCell(field: string, value: string | null | undefined) {
    setValues((now) => ({ ...now, cells: { ...now.cells, [field]: value } }))
  }

  return (
    <SidePanel
      subject={String(row.row)}
      onClose={onClose}
      title={
        <Group gap="xs">
          {t('row.title', { line: row.line })} <VerdictBadge verdict={row.verdict} />
        </Group>
      }
    >
      <form ref={form} onSubmit={save} noValidate>
        <Stack gap="sm">
          {saving.error && <ProblemAlert problem={saving.error} />}
          <Problems row={row} field={null} />
          {row.problems.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('row.fine')}
            </Text>
          )}
          {kind.hasProfiles && (
            <ProfileField
              row={row}
              plan={plan}
              profiles={profiles}
              value={values.profileId}
              onChange={(profileId) => setValues({ ...values, profileId })}
            />
          )}
          {fields.map((field) => {
            const { error, help } = saidAbout(row, field)
            const said = { label: labelOf(field), error, description: help }
            if (!secrets.includes(field)) {
              return (
                <TextInput
                  key={field}
                  {...said}
                  data-path={field}
                  autoComplete="off"
                  value={values.cells[field] ?? ''}
                  onChange={(event) => setCell(field, event.currentTarget.value)}
                />
              )
            }
            return (
              <SecretField
                key={field}
                label={said.label}
                error={error}
                {...(help === undefined ? {} : { help })}
                path={field}
                pin={field === 'deploymentPin' || field === 'voicemailPin'}
                stored={row.cells[field] === kept}
                value={values.cells[field]}
                onChange={(value) => setCell(field, value)}
              />
            )
          })}
        </Stack>
        <FormActions
          aside={
            <Text size="sm" role="status">
              {status()}
            </Text>
          }
        >
          {onNext && !changes && (
            <Button
              variant="default"
              onClick={onNext}
              rightSection={<IconArrowRight size={16} aria-hidden />}
            >
              {t('row.next')}
            </Button>
          )}
          <Button type="submit" loading={saving.isPending}>
            {t('row.save')}
          </Button>
        </FormActions>
      </form>
      <UnsavedGuard isDirty={() => changes !== undefined && !saving.isPending} />
    </SidePanel>
  )
}

/** What is wrong with the row as a whole. */
function Problems({ row, field }: { row: ImportRow; field: null }) {
  const problems = problemsOf(row, field)
  const [worst] = problems
  if (!worst) return null
  return (
    <Alert
      color={worst.severity === 'error' ? 'red' : 'orange'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
    >
      <List size="sm" listStyleType="none">
        {problems.map(({ code, message }) => (
          <List.Item key={`${code} ${message}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
