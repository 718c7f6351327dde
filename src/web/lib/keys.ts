import { useEffect, useRef } from 'react'

const setting = 'rollcall.single-key-shortcuts'

/** Whether single keys do something. People who dictate turn them off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(setting) !== 'off'
  } catch {
    return true
  }
}

/** Turns single-key shortcuts on or off in this browser. */
export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(setting, on ? 'on' : 'off')
  } catch {
    // They stay on until storage is allowed.
  }
}

/** Whether a key press belongs to what is being typed, to the browser, or to an open dialog, and not to a shortcut. */
export function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (
    target instanceof HTMLElement &&
    target.closest(
      'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=menu], [role=listbox], [role=dialog]',
    )
  )
    return true
  return document.querySelector('[aria-modal=true]') !== null
}

/** Shortcuts of a page: key as typed (`/`, `?`, `e`) → what it does. */
export function useKeys(shortcuts: Record<string, () => void>): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isForSomethingElse(event) || !singleKeysOn()) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
