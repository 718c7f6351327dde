import { type RefObject, useEffect, useRef, useState } from 'react'

/**
 * For a button that is drawn again when its box was loaded. It takes the focus over from the first one, and only then the box opens: the box
 * gives the focus back to what had it before.
 */
export function useTakingOver(): { button: RefObject<HTMLButtonElement | null>; tookOver: boolean } {
  const button = useRef<HTMLButtonElement>(null)
  const [tookOver, setTookOver] = useState(false)

  useEffect(() => {
    if (document.activeElement?.matches('body')) button.current?.focus({ preventScroll: true })
    setTookOver(true)
  }, [])

  return { button, tookOver }
}
