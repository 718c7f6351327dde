import { Group, Input, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import classes from './locked-field.module.css'

interface LockedFieldProps {
  label: string
  value: string
  /** Who sets it, and why not here. */
  why: string
}

/** A field that cannot be changed here, as text: whoever looks for it finds it in its place and is told why. */
export function LockedField({ label, value, why }: LockedFieldProps) {
  return (
    <fieldset className={classes.field}>
      <legend className={classes.label}>{label}</legend>
      <Group gap={6} wrap="nowrap" align="flex-start" py={6}>
        <IconLock size={15} aria-hidden className={classes.lock} />
        <Text className={classes.value}>{value}</Text>
      </Group>
      <Input.Description size="sm">{why}</Input.Description>
    </fieldset>
  )
}
