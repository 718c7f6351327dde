import { Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsSplit,
  IconCircleDashed,
  IconExclamationCircle,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { ImportRow } from '../schema.ts'
import { problemsOf, sentencesOf, type Verdict } from './plan.ts'
import classes from './plan-rows.module.css'

const looks: Record<Verdict, StatusLook> = {
  create: { color: 'teal', icon: IconPlus },
  change: { color: 'blue', icon: IconPencil },
  unchanged: { color: 'gray', icon: IconCircleDashed },
  conflict: { color: 'orange', icon: IconArrowsSplit },
  error: { color: 'red', icon: IconAlertTriangle },
}

/** What becomes of a row. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('imports')
  return <StatusBadge look={looks[verdict]}>{t(`verdict.${verdict}`)}</StatusBadge>
}

/** A cell of the file. What is wrong with it is said in full among the remarks, so the word at the cell is for the eye. */
export function PlanCell({ row, field, text }: { row: ImportRow; field: string; text?: string | undefined }) {
  const { t } = useTranslation('imports')
  const problems = problemsOf(row, field)
  const [worst] = problems
  const value = text ?? row.cells[field] ?? ''
  if (!worst) return value
  const Shape = worst.severity === 'error' ? IconAlertTriangle : IconExclamationCircle
  return (
    <span
      className={classes.marked}
      data-severity={worst.severity}
      title={problems.map(({ message }) => message).join('\n')}
    >
      <Shape size={14} aria-hidden />
      <span className={classes.value}>{value === '' ? '—' : value}</span>
      <span className={classes.word} aria-hidden>
        {t(`severity.${worst.severity}`)}
      </span>
    </span>
  )
}

/** Everything about a row in words: what a cell's mark means without hovering. The server's sentences name the column. */
export function Remarks({ row }: { row: ImportRow }) {
  return sentencesOf(row).map((sentence) => (
    <Text key={sentence} size="sm">
      {sentence}
    </Text>
  ))
}
