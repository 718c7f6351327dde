import { useCallback, useState } from 'react'

/** A choice kept in this browser under a name; forgotten with the tab where storage is forbidden. */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = keyOf(name)
  const [kept, setKept] = useState(() => ({ key, value: read(key, initial) }))
  // Another account's choice must not show for one render after switching.
  const value = kept.key === key ? kept.value : read(key, initial)
  const keep = useCallback(
    (next: T) => {
      setKept({ key, value: next })
      remember(name, next)
    },
    [key, name],
  )
  return [value, keep]
}

/** Keeps a choice under a name. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(value))
  } catch {
    // The choice holds until the page is left.
  }
}

/** What was kept under a name. */
export function remembered<T>(name: string, initial: T): T {
  return read(keyOf(name), initial)
}

const keyOf = (name: string) => `rollcall.${name}`

function read<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key)
    return text === null ? initial : (JSON.parse(text) as T)
  } catch {
    return initial
  }
}
