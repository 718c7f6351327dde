import type { ReactNode } from 'react'
import classes from './with-panel.module.css'

/** A list with, at times, one of its records beside it. */
export function WithPanel({ panel, children }: { panel: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.split}>
      <div className={classes.main}>{children}</div>
      {panel}
    </div>
  )
}
