import { Group, Paper, Stack, ThemeIcon, Title, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCircleDashed } from '@tabler/icons-react'
import { type ReactNode, type Ref, useId } from 'react'
import { useTranslation } from 'react-i18next'

interface SectionProps {
  title: string
  /** Of a step on the way: whether it is done. Absent: it is no step. */
  done?: boolean
  /** Takes the focus when what had it is gone. */
  heading?: Ref<HTMLHeadingElement>
  actions?: ReactNode
  children: ReactNode
}

/** A part of the page under its heading. */
export function Section({ title, done, heading, actions, children }: SectionProps) {
  const { t } = useTranslation('singleSignOn')
  const id = useId()
  const Shape = done ? IconCheck : IconCircleDashed
  return (
    <Paper withBorder p="lg" maw={760} component="section" aria-labelledby={id}>
      <Stack>
        <Group justify="space-between" gap="xs">
          <Group gap="xs" wrap="nowrap">
            {done !== undefined && (
              <ThemeIcon variant="light" radius="xl" size={26} color={done ? 'teal' : 'gray'} aria-hidden>
                <Shape size={16} />
              </ThemeIcon>
            )}
            <Title order={2} size="h4" id={id} ref={heading} tabIndex={-1}>
              {title}
              {done !== undefined && (
                <VisuallyHidden> ({t(done ? 'step.done' : 'step.open')})</VisuallyHidden>
              )}
            </Title>
          </Group>
          <Group gap="xs">{actions}</Group>
        </Group>
        {children}
      </Stack>
    </Paper>
  )
}
