import { type ReactNode, Suspense, useEffect, useRef } from 'react'

interface OnceOpenedProps {
  when: boolean
  /** False for what takes no focus when it opens, and so has none to give back. */
  takesFocus?: boolean
  children: ReactNode
}

/**
 * A lazy dialog: loaded when it is first opened, and kept from then on, so that it closes as it should. The focus is given back here: a
 * dialog that begins open does not know what had it before, and an entry of a menu is gone by then.
 */
export function OnceOpened({ when, takesFocus = true, children }: OnceOpenedProps) {
  const opened = useRef(false)
  const before = useRef<Element>(null)
  const wasOpen = useRef(false)
  if (when && !wasOpen.current && takesFocus) before.current = opener()
  wasOpen.current = when
  opened.current ||= when

  useEffect(() => {
    if (when || !(before.current instanceof HTMLElement)) return
    if (document.activeElement?.matches('body, [role=dialog] *'))
      before.current.focus({ preventScroll: true })
    before.current = null
  }, [when])

  return opened.current && <Suspense>{children}</Suspense>
}

/** What has the focus; for an entry of a menu, the button of the menu, by which it is named. */
function opener(): Element | null {
  const menu = document.activeElement?.closest('[role=menu]')
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : document.activeElement
}
