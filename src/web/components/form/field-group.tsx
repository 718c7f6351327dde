import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './field-group.module.css'

/** Fields that belong together, under their common name. */
export function FieldGroup({
  title,
  lead,
  children,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{title}</legend>
      {lead && (
        <Text c="dimmed" size="sm" mb="xs">
          {lead}
        </Text>
      )}
      <Stack gap="sm">{children}</Stack>
    </fieldset>
  )
}

/** Two short fields beside each other, where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>
}
