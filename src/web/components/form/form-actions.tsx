import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './form-actions.module.css'

/** The buttons of a long form: always in view below it. `aside` stands apart, such as *Delete*. */
export function FormActions({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs" className={classes.actions}>
      <div>{aside}</div>
      <Group gap="xs" ml="auto">
        {children}
      </Group>
    </Group>
  )
}
