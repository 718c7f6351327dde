import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { type MouseEventHandler, useId } from 'react'

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
  const refused = because !== undefined
  return (
    <Tooltip
      label={because}
      disabled={!refused}
      multiline
      maw={280}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        {...button}
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
    </Tooltip>
  )
}
