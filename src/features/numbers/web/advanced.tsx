import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './advanced.module.css'

interface AdvancedProps {
  /** Something in it needs attention, or is other than for most: it opens. Whoever has opened it closes it. */
  opens: boolean
  children: ReactNode
}

/** Fields that few need, behind a line. */
export function Advanced({ opens, children }: AdvancedProps) {
  const { t } = useTranslation('twilio')
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (opens && box.current) box.current.open = true
  }, [opens])
  return (
    <details ref={box}>
      <summary className={classes.summary}>{t('advanced')}</summary>
      <div className={classes.body}>{children}</div>
    </details>
  )
}
