import { Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** What stands where a list would: what it will hold, and the next step. */
export function EmptyState(props: { icon: Icon; title: string; text: string; actions?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <ThemeIcon variant="light" size={48} radius="xl" aria-hidden>
        <props.icon size={26} stroke={1.6} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {props.title}
      </Title>
      <Text c="dimmed" maw={440}>
        {props.text}
      </Text>
      {props.actions && (
        <Group gap="xs" mt="xs" justify="center">
          {props.actions}
        </Group>
      )}
    </Stack>
  )
}
