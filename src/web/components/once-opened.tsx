import { type ReactNode, Suspense, useRef } from 'react'

/** A lazy dialog: loaded when it is first opened, and kept from then on, so that it closes as it should. */
export function OnceOpened({ when, children }: { when: boolean; children: ReactNode }) {
  const opened = useRef(false)
  opened.current ||= when
  return opened.current && <Suspense>{children}</Suspense>
}
