import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { ActionButton } from '#web/components/action-button.tsx'
import classes from './manage-section.module.css'

/** A part of the Manage panel under its heading. */
export function ManageSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

interface ManageActProps {
  label: string
  /** What it does, and who is left out. */
  help: string
  /** Why it cannot be done; undefined: it can. */
  because: string | undefined
  color?: string
  onClick: () => void
}

/** An act on many people: what it does, and beside it the button that begins it. */
export function ManageAct({ label, help, because, color, onClick }: ManageActProps) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Text size="sm" c="dimmed" flex={1}>
        {help}
      </Text>
      <ActionButton
        size="xs"
        variant={color ? 'light' : 'default'}
        color={color}
        className={classes.act}
        because={because}
        onClick={onClick}
      >
        {label}
      </ActionButton>
    </Group>
  )
}
