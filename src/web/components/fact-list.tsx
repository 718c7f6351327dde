import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './fact-list.module.css'

interface Fact {
  name: string
  value: ReactNode
  /** One sentence below it. */
  help?: string
  /** It is longer than a column, and is read in one piece. */
  isLong?: boolean
  /** It is often longer than a column, as e-mail addresses are: it gets two where there are two. */
  isWide?: boolean
}

/** What is known of something, as names and values. */
export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, help, isLong, isWide }) => (
        <div key={name} className={isLong ? classes.long : isWide ? classes.wide : undefined}>
          <dt>{name}</dt>
          <dd className={classes.value}>{value}</dd>
          {help && (
            <dd>
              <Text size="sm" c="dimmed">
                {help}
              </Text>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
