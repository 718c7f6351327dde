import { Popover } from '@mantine/core'
import { cloneElement } from 'react'
import type { PopoverButtonProps } from './popover-button.tsx'
import { useTakingOver } from './use-taking-over.ts'

/** The button and its box, once that was wanted. */
export function PopoverBox({ button, opened, onChange, box, children, ...look }: PopoverButtonProps) {
  const { button: target, tookOver } = useTakingOver()
  return (
    <Popover {...look} opened={opened && tookOver} onChange={onChange}>
      <Popover.Target>
        {cloneElement(button, { ref: target, onClick: () => onChange(!opened) })}
      </Popover.Target>
      <Popover.Dropdown {...box}>{children}</Popover.Dropdown>
    </Popover>
  )
}
