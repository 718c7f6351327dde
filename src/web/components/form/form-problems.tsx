import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'
import { SignInAgain } from '../sign-in-again.tsx'
import classes from './form-problems.module.css'
import type { RecordForm } from './use-record-form.ts'

interface FormProblemsProps<Values extends object> {
  record: RecordForm<Values>
  labelOf: (field: string) => string
  /** Loads the newest version, after somebody else has saved one. */
  onReload?: () => void
}

/** What is wrong with the form as a whole, and links to the fields that need attention. */
export function FormProblems<Values extends object>({
  record,
  labelOf,
  onReload,
}: FormProblemsProps<Values>) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const fields = Object.entries(record.form.errors).filter(([, message]) => message)
  const { problem } = record
  const stale = problem instanceof Problem && problem.code === 'http.stale'
  // What is said at a field is not said twice.
  const sentence = stale
    ? staleSentence(problem.members.changedBy)
    : problem && fields.length === 0
      ? problem.message
      : undefined

  function staleSentence(changedBy: unknown) {
    return typeof changedBy === 'string' ? t('problem.staleBy', { name: changedBy }) : t('problem.stale')
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is the reason to show it again
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
    box.current?.focus({ preventScroll: true })
  }, [record.refusals])

  if (fields.length === 0 && sentence === undefined) return null
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Stack gap={6} align="flex-start">
        {isSignedOut(problem) ? <SignInAgain /> : sentence !== undefined && <Text size="sm">{sentence}</Text>}
        {stale && onReload && (
          <Button size="xs" variant="default" onClick={onReload}>
            {t('problem.load')}
          </Button>
        )}
        {fields.length > 0 && (
          <>
            <Text size="sm">{t('problem.fields', { count: fields.length })}</Text>
            <ul className={classes.fields}>
              {fields.map(([field]) => (
                <li key={field}>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    c="inherit"
                    td="underline"
                    mih={24}
                    onClick={() => record.form.getInputNode(field)?.focus()}
                  >
                    {labelOf(field)}
                  </Anchor>
                </li>
              ))}
            </ul>
          </>
        )}
      </Stack>
    </Alert>
  )
}
