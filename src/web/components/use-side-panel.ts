import { type RefObject, useEffect, useRef, useState } from 'react'
import { isForSomethingElse } from '#web/lib/keys.ts'

/** What is above the panel, or unfolded in it, and closes first. */
const layers = '[role=dialog], [role=menu], [role=listbox], [aria-expanded=true], [data-expanded]'

/** `Esc` closes the panel wherever the focus is, unless it is for something else: a dialog, a menu, a field outside of the panel. */
export function useEscape(panel: RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close)
  latest.current = close

  useEffect(() => {
    let taken = false

    // Asked before anybody acts on the key: afterwards what it was for is closed, and cannot be seen any more.
    function look(event: KeyboardEvent) {
      const target = event.target as Element
      taken =
        document.querySelector('[aria-modal=true]') !== null ||
        (panel.current?.contains(target) ? target.closest(layers) !== null : isForSomethingElse(event))
    }

    function press(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented || taken) return
      event.preventDefault()
      latest.current()
    }

    window.addEventListener('keydown', look, true)
    document.addEventListener('keydown', press)
    return () => {
      window.removeEventListener('keydown', look, true)
      document.removeEventListener('keydown', press)
    }
  }, [panel])
}

/** When the panel closes and the focus would be nowhere, it goes back to the button that opened the panel, or else to the row. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement)

  useEffect(
    () => () => {
      if (!document.activeElement?.matches('body, main')) return
      const button = opener?.isConnected && opener.matches('button') ? opener : undefined
      const row = document.querySelector('[data-row-focus][tabindex="0"]')
      ;((button ?? row) as HTMLElement | null)?.focus({ preventScroll: true })
    },
    [opener],
  )
}
