import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './fact-list.module.css'

interface Fact {
  name: string
  value: ReactNode
  /** One sentence below it. */
  help?: string
}

/** What is known of something, as names and values. */
export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, help }) => (
        <div key={name}>
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
