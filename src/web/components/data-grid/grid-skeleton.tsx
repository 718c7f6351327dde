import { Skeleton, VisuallyHidden } from '@mantine/core'
import classes from './data-grid.module.css'

const rows = Array.from({ length: 12 }, (_, index) => index)
const widths = ['62%', '48%', '70%', '54%', '40%']

/** The shape of a list that is on its way. */
export function GridSkeleton({ columns, label }: { columns: number; label: string }) {
  const shown = Array.from({ length: Math.min(columns, 7) }, (_, index) => index)
  return (
    <div className={classes.box} role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      {rows.map((row) => (
        <div key={row} className={classes.skeletonRow} aria-hidden>
          {shown.map((column) => (
            <div key={column} className={classes.skeletonCell}>
              <Skeleton height={10} width={widths[(row + column * 2) % widths.length] ?? '50%'} radius="xl" />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
