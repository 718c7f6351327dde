import { useInViewport } from '@mantine/hooks'
import { Suspense } from 'react'
import { lazy } from '#web/lib/lazy.ts'
import { loadNumberRules } from './number-rules.ts'

// How the numbers of each country are grouped is more script than a list: it is loaded when the first number comes into view.
const Formatted = lazy(async () => {
  const [{ FormattedNumber }] = await Promise.all([import('./formatted-number.tsx'), loadNumberRules()])
  return { default: FormattedNumber }
})
let anySeen = false

export interface PhoneNumberProps {
  /** E.164; null: there is none. */
  number: string | null
  /** What was searched for: a word of digits is marked where it is found. */
  search?: string | undefined
}

/** A phone number as it is written where the reader is. */
export function PhoneNumber(props: PhoneNumberProps) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>()
  anySeen ||= inViewport
  if (props.number === null) return null
  return (
    <span ref={ref}>
      {anySeen ? (
        <Suspense fallback={props.number}>
          <Formatted {...props} />
        </Suspense>
      ) : (
        props.number
      )}
    </span>
  )
}
