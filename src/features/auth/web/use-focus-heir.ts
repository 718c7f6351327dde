import { useEffect, useRef } from 'react'

/** Gives the focus to an element in the moment in which the one that had it, or its dialog, is gone. @returns the ref of the element */
export function useFocusHeir<Heir extends HTMLElement>(gone: boolean) {
  const heir = useRef<Heir>(null)
  const wasGone = useRef(gone)
  useEffect(() => {
    const isFree = document.activeElement?.matches('body, [role=dialog] *')
    if (gone && !wasGone.current && isFree) heir.current?.focus()
    wasGone.current = gone
  }, [gone])
  return heir
}
