import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterPopover } from '#web/components/filter-popover.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { FilterStepsProps } from './filter-steps.tsx'

// What there is to choose from is loaded when somebody chooses.
const FilterSteps = lazy(async () => ({ default: (await import('./filter-steps.tsx')).FilterSteps }))

/** *Add filter*: first by what, then by which (UA-20). */
export function AddFilter({ onChosen, ...steps }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [opened, setOpened] = useState(false)
  return (
    <FilterPopover label={t('addFilter')} opened={opened} onChange={setOpened} height={150}>
      <FilterSteps
        {...steps}
        onChosen={(part) => {
          setOpened(false)
          onChosen(part)
        }}
      />
    </FilterPopover>
  )
}
