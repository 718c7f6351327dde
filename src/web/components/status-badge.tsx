import { Badge } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** How a status is drawn: colour and shape beside its word, so that none of them alone carries the meaning. */
export interface StatusLook {
  color: string
  icon: Icon
}

interface StatusBadgeProps {
  look: StatusLook
  /** The word. */
  children: ReactNode
  title?: string
}

/** A status as word, shape and colour. It keeps its width where the row is narrow: a cut word says nothing. */
export function StatusBadge({ look: { color, icon: Shape }, title, children }: StatusBadgeProps) {
  return (
    <Badge
      variant="light"
      color={color}
      leftSection={<Shape size={13} aria-hidden />}
      title={title}
      style={{ flexShrink: 0, verticalAlign: 'middle' }}
    >
      {children}
    </Badge>
  )
}
