import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { isolated } from '#web/lib/i18n/isolated.ts'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  actions?: ReactNode
  /** The page ends at the window's edge and its table scrolls inside; else the page scrolls. */
  fill?: boolean
  children: ReactNode
}

/** A page in the frame: title, actions, content. */
export function Page({ title, lead, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${isolated(title)} · Rollcall`
  }, [title])
  return (
    <Stack className={fill ? classes.fill : classes.flow} gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1} size="h3" tabIndex={-1}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text c="dimmed" size="sm" mt={2}>
              {lead}
            </Text>
          )}
        </div>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Stack>
  )
}
