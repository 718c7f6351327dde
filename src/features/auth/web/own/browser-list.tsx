import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './browser-list.module.css'

interface BrowserListProps {
  label: string
  children: ReactNode
}

/** Browsers, one below the other. */
export function BrowserList({ label, children }: BrowserListProps): ReactNode {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}

interface BrowserItemProps {
  name: string
  /** Stands beside the name. */
  mark?: ReactNode
  facts: ReactNode
  /** What can be done with it; `name` says with which one, for who does not see the row. */
  act?: { label: string; name: string; busy: boolean; onAct: () => void } | undefined
}

/** One browser: what it is, what is known of it, and what ends it. */
export function BrowserItem({ name, mark, facts, act }: BrowserItemProps): ReactNode {
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {mark}
        </Group>
        <Text size="sm" c="dimmed" component="div">
          {facts}
        </Text>
      </div>
      {act && (
        <Button variant="default" size="xs" aria-label={act.name} loading={act.busy} onClick={act.onAct}>
          {act.label}
        </Button>
      )}
    </li>
  )
}
