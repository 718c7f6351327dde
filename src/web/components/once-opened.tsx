import { type ReactNode, Suspense, useEffect, useRef } from 'react'

interface OnceOpenedProps {
  when: boolean
  /** False for what takes no focus when it opens, and so has none to give back. */
  takesFocus?: boolean
  children: ReactNode
}

/**
 * A lazy dialog: loaded when it is first opened, and kept from then on, so that it closes as it should. One that begins open does not know
 * what had the focus before it: after the first closing it is given back here, later by the dialog itself.
 */
export function OnceOpened({ when, takesFocus = true, children }: OnceOpenedProps) {
  const opened = useRef(false)
  const before = useRef<Element>(null)
  if (when && !opened.current && takesFocus) before.current = document.activeElement
  opened.current ||= when

  useEffect(() => {
    if (when || !(before.current instanceof HTMLElement)) return
    if (document.activeElement?.matches('body, [role=dialog] *'))
      before.current.focus({ preventScroll: true })
    before.current = null
  }, [when])

  return opened.current && <Suspense>{children}</Suspense>
}
