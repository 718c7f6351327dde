import { Button, type ButtonProps } from '@mantine/core'
import { type MouseEventHandler, useId, useRef } from 'react'
import { Hint } from './hint.tsx'

interface ActionButtonProps extends ButtonProps {
  /** Why the action cannot run now; undefined: it can. */
  because: string | undefined
  onClick: MouseEventHandler<HTMLButtonElement>
}

/**
 * A button that says why it cannot be used. It stays focusable: a `disabled` button is skipped by the keyboard, so its reason would
 * never be read.
 */
export function ActionButton({ because, onClick, children, ...button }: ActionButtonProps) {
  const id = useId()
  const box = useRef<HTMLButtonElement>(null)
  const refused = because !== undefined
  return (
    <>
      <Button
        {...button}
        ref={box}
        data-disabled={refused || undefined}
        aria-disabled={refused || undefined}
        aria-describedby={refused ? id : undefined}
        onClick={refused ? (event) => event.preventDefault() : onClick}
      >
        {children}
        {refused && (
          <span id={id} hidden>
            {because}
          </span>
        )}
      </Button>
      <Hint of={box} text={because} />
    </>
  )
}
