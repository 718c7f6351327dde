import { Skeleton } from '@mantine/core'
import classes from './data-grid.module.css'

const rows = Array.from({ length: 12 }, (_, index) => index)
const widths = ['62%', '48%', '70%', '54%', '40%']

/** Rows that are on their way, below the header and in the columns they will stand in. `boxed`: each will have a box. */
export function GridSkeleton({ columns, boxed }: { columns: number; boxed: boolean }) {
  return (
    <tbody aria-hidden>
      {rows.map((row) => (
        <tr key={row}>
          {boxed && <td className={classes.boxCell} />}
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place without content has no other identity
            <td key={column} data-first={column === 0 || undefined} data-boxed={boxed || undefined}>
              <Skeleton height={10} width={widths[(row + column * 2) % widths.length] ?? '50%'} radius="xl" />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
