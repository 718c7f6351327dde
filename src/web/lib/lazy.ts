import { type ComponentType, type LazyExoticComponent, lazy as lazyOfReact, useEffect } from 'react'

let missing = false
const listeners = new Set<() => void>()

/**
 * A component whose script is loaded when it is first drawn. Each version of Rollcall names its scripts anew, so a page opened
 * before an upgrade may ask for one that is gone. Then nothing is drawn in its place, all else stays, and `isScriptMissing` is true.
 */
export function lazy<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazyOfReact(() => load().catch(() => ({ default: Missing })))
}

/** Whether something that was to be drawn could not be loaded. For `useSyncExternalStore`, with `onScriptMissing`. */
export function isScriptMissing(): boolean {
  return missing
}

/** Calls back when the answer of `isScriptMissing` changes. @returns ends that */
export function onScriptMissing(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A dialog that is loaded ahead, and not open yet, is missed by nobody. */
function Missing({ opened }: { opened?: boolean }) {
  useEffect(() => {
    if (opened === false) return
    missing = true
    for (const tell of listeners) tell()
  }, [opened])
  return null
}
