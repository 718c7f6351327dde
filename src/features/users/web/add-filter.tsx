import { Button, Skeleton } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PopoverButton } from '#web/components/popover-button.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { FilterStepsProps } from './filter-steps.tsx'

// What there is to choose from is loaded when somebody chooses.
const FilterSteps = lazy(async () => ({ default: (await import('./filter-steps.tsx')).FilterSteps }))

/** *Add filter*: first by what, then by which (UA-20). */
export function AddFilter({ onChosen, ...steps }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [opened, setOpened] = useState(false)
  return (
    <PopoverButton
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={330}
      withinPortal={false}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 100 }}
      button={
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          {t('addFilter')}
        </Button>
      }
      box={{ p: 6, 'aria-label': t('addFilter') }}
    >
      <Suspense fallback={<Skeleton height={150} />}>
        <FilterSteps
          {...steps}
          onChosen={(part) => {
            setOpened(false)
            onChosen(part)
          }}
        />
      </Suspense>
    </PopoverButton>
  )
}
