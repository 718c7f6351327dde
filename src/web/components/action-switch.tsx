import { Group, Stack, Switch, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useId } from 'react'
import classes from './action-switch.module.css'

interface ActionSwitchProps {
  label: string
  help: string
  checked: boolean
  busy: boolean
  /** Why it cannot be switched now; undefined: it can. */
  because: string | undefined
  onSwitch: (on: boolean) => void
}

/**
 * A switch that acts at once, and says beside itself why it cannot be used. It stays focusable: a `disabled` one is skipped by the keyboard, so
 * its reason would not be read.
 */
export function ActionSwitch({ label, help, checked, busy, because, onSwitch }: ActionSwitchProps) {
  const id = useId()
  const refused = because !== undefined || busy
  return (
    <Stack gap="xs">
      <Switch
        label={label}
        description={help}
        checked={checked}
        aria-disabled={refused || undefined}
        aria-describedby={because === undefined ? undefined : id}
        className={refused ? classes.refused : undefined}
        onChange={(event) => {
          if (!refused) onSwitch(event.currentTarget.checked)
        }}
      />
      {because !== undefined && (
        <Group gap={6} wrap="nowrap" align="flex-start" className={classes.because}>
          <IconInfoCircle size={16} aria-hidden className={classes.icon} />
          <Text size="sm" id={id}>
            {because}
          </Text>
        </Group>
      )}
    </Stack>
  )
}
