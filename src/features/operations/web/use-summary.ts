import { useTranslation } from 'react-i18next'
import type { Operation } from '../schema.ts'
import { outcomeWord } from './outcome-word.ts'

/** Says an operation's outcomes in one line; those that are none are left out. */
export function useSummary(): (operation: Operation) => string {
  const { t } = useTranslation('operations')
  return (operation) => {
    const parts = (['done', 'skipped', 'failed'] as const).flatMap((outcome) =>
      operation[outcome] > 0 || outcome === 'done'
        ? [t(`sum.${outcomeWord(operation, outcome)}`, { count: operation[outcome] })]
        : [],
    )
    return parts.join(' · ')
  }
}
