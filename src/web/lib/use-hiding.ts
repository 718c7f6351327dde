import { useEffect, useState } from 'react'

/** Something delicate to show: it is gone by itself after a while, and when the page is left. */
export function useHiding<T>(afterSeconds: number): [T | undefined, (value: T | undefined) => void] {
  const [shown, setShown] = useState<T>()
  useEffect(() => {
    if (shown === undefined) return
    const timer = setTimeout(() => setShown(undefined), afterSeconds * 1000)
    return () => clearTimeout(timer)
  }, [shown, afterSeconds])
  return [shown, setShown]
}
