import { useCallback, useState } from 'react'

/** A choice kept in this browser under a name; forgotten with the tab where storage is forbidden. */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `rollcall.${name}`
  const [kept, setKept] = useState(() => ({ key, value: read(key, initial) }))
  // Another account's choice must not show for one render after switching.
  const value = kept.key === key ? kept.value : read(key, initial)
  const keep = useCallback(
    (next: T) => {
      setKept({ key, value: next })
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // The choice holds until the page is left.
      }
    },
    [key],
  )
  return [value, keep]
}

function read<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key)
    return text === null ? initial : (JSON.parse(text) as T)
  } catch {
    return initial
  }
}
