import { Button, Skeleton } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { type ReactNode, Suspense } from 'react'
import { PopoverButton } from '#web/components/popover-button.tsx'

interface FilterPopoverProps {
  label: string
  opened: boolean
  onChange: (opened: boolean) => void
  /** Of the box until what there is to choose from has been loaded, in pixels. */
  height: number
  children: ReactNode
}

/** *Add filter*: a button, and below it what a list can be narrowed by. */
export function FilterPopover({ label, opened, onChange, height, children }: FilterPopoverProps) {
  return (
    <PopoverButton
      opened={opened}
      onChange={onChange}
      position="bottom-start"
      width={330}
      withinPortal={false}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 100 }}
      button={
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          {label}
        </Button>
      }
      box={{ p: 6, 'aria-label': label }}
    >
      <Suspense fallback={<Skeleton height={height} />}>{children}</Suspense>
    </PopoverButton>
  )
}
