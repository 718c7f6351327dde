import type { PopoverDropdownProps, PopoverProps } from '@mantine/core'
import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'
import { lazy } from '#web/lib/lazy.ts'

const PopoverBox = lazy(async () => ({ default: (await import('./popover-box.tsx')).PopoverBox }))

export interface PopoverButtonProps extends Omit<PopoverProps, 'children' | 'opened' | 'onChange'> {
  /** What is pressed. Its `onClick` is set here. */
  button: ReactElement<ComponentProps<'button'>>
  opened: boolean
  onChange: (opened: boolean) => void
  /** How the box looks, and its name where that is not the button's. */
  box?: PopoverDropdownProps & { 'aria-label'?: string }
  /** What stands in the box. */
  children: ReactNode
}

/** A button and the box it opens. What draws and places boxes is loaded with the first press. */
export function PopoverButton(props: PopoverButtonProps) {
  const { button, onChange } = props
  const [wanted, setWanted] = useState(false)
  const closed = cloneElement(button, {
    'aria-haspopup': 'dialog',
    'aria-expanded': false,
    onClick: () => {
      setWanted(true)
      onChange(true)
    },
  })
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <PopoverBox {...props} />
    </Suspense>
  )
}
