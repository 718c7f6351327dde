import type { TooltipProps } from '@mantine/core'
import { type RefObject, Suspense, useEffect, useState } from 'react'
import { lazy } from '#web/lib/lazy.ts'

const loadTooltip = () => import('./tooltip.tsx')
const Tooltip = lazy(async () => ({ default: (await loadTooltip()).Tooltip }))

/** So long the pointer rests on something before it is explained. */
const restMs = 250

interface HintProps extends Pick<TooltipProps, 'position'> {
  /** What it is about, and stands beside. */
  of: RefObject<HTMLElement | null>
  /** undefined: there is nothing to say. */
  text: string | undefined
}

/**
 * Some words beside a control while the pointer rests on it or the keyboard is at it. What draws them is loaded then. Screen readers are not
 * told: the control itself says it to them.
 */
export function Hint({ of, text, position }: HintProps) {
  const shown = usePointedAt(of, text !== undefined)
  if (!shown || text === undefined) return null
  return (
    <Suspense>
      <Tooltip target={of} label={text} position={position} multiline maw={280} defaultOpened />
    </Suspense>
  )
}

/** A tap is told as a pointer that comes, and goes with the next tap elsewhere. */
function usePointedAt(of: RefObject<HTMLElement | null>, wanted: boolean): boolean {
  const [isPointedAt, setPointedAt] = useState(false)

  useEffect(() => {
    const control = of.current
    if (!control || !wanted) return
    let resting: ReturnType<typeof setTimeout> | undefined
    const enter = () => {
      void loadTooltip().catch(() => undefined)
      resting = setTimeout(() => setPointedAt(true), restMs)
    }
    const focus = () => control.matches(':focus-visible') && setPointedAt(true)
    const leave = () => {
      clearTimeout(resting)
      setPointedAt(false)
    }
    const listened = { mouseenter: enter, mouseleave: leave, focus, blur: leave }
    for (const [event, listener] of Object.entries(listened)) control.addEventListener(event, listener)
    return () => {
      leave()
      for (const [event, listener] of Object.entries(listened)) control.removeEventListener(event, listener)
    }
  }, [of, wanted])

  return isPointedAt
}
