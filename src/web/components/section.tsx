import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, type Ref, useId } from 'react'
import classes from './section.module.css'

interface SectionProps {
  title: string
  lead?: ReactNode
  /** Stands beside the title, such as a status. */
  aside?: ReactNode
  /** The heading, for the focus when what had it is gone. */
  heading?: Ref<HTMLHeadingElement>
  children: ReactNode
}

/** One matter of a page, under its own heading. */
export function Section({ title, lead, aside, heading, children }: SectionProps): ReactNode {
  const id = useId()
  return (
    <Paper withBorder p={{ base: 'md', xs: 'lg' }} component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <Group gap="xs">
          <Title order={2} size="h4" id={id} ref={heading} tabIndex={-1} className={classes.heading}>
            {title}
          </Title>
          {aside}
        </Group>
        {lead !== undefined && (
          <Text size="sm" c="dimmed" maw={640}>
            {lead}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  )
}
