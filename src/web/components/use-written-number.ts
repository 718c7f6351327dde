import { useEffect, useState } from 'react'
import { loadNumberRules, numberRulesAtHand } from './number-rules.ts'

/** A phone number as it is written where the reader is; as it is stored until that is known. @param number E.164, or empty */
export function useWrittenNumber(number: string): string {
  const [known, setKnown] = useState<{ of: string; as: string }>()
  useEffect(() => {
    if (number === '') return
    let isWanted = true
    loadNumberRules().then(
      (written) => isWanted && setKnown({ of: number, as: written(number)?.shown ?? number }),
      // On a broken line it stays as it is stored.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [number])
  if (known?.of === number) return known.as
  // Where the rules are at hand already, it is not drawn twice.
  return numberRulesAtHand()?.(number)?.shown ?? number
}
