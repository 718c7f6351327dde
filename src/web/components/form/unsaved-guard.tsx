import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { lazy } from '#web/lib/lazy.ts'
import { OnceOpened } from '../once-opened.tsx'
import type { LeaveWords } from './leave-dialog.tsx'
import { watchUnsaved } from './unsaved.ts'

const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.tsx')).LeaveDialog }))

interface UnsavedGuardProps {
  isDirty: () => boolean
  /** What is lost, where it is not what was typed. */
  words?: LeaveWords
}

/** Asks before what was typed is lost, by a link, by *Back* or by closing the tab. */
export function UnsavedGuard({ isDirty, words }: UnsavedGuardProps) {
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true })
  const latest = useRef(isDirty)
  latest.current = isDirty
  useEffect(() => watchUnsaved(() => latest.current()), [])
  const opened = blocker.status === 'blocked'
  return (
    // With the first letter typed, so that it is there when it is needed.
    <OnceOpened when={opened || isDirty()} takesFocus={false}>
      <LeaveDialog
        opened={opened}
        words={words}
        onStay={() => blocker.reset?.()}
        onLeave={() => blocker.proceed?.()}
      />
    </OnceOpened>
  )
}
