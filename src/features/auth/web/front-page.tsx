import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Logo } from '#web/components/logo.tsx'
import classes from './front-page.module.css'

/** A page before signing in: one card, one task. */
export function FrontPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Rollcall`
  }, [title])
  return (
    <Box component="main" className={classes.page}>
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center">
          <Logo size={30} />
        </Group>
        <Paper withBorder p={{ base: 'lg', xs: 'xl' }} radius="lg" className={classes.card}>
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="dimmed" mt={4} mb="lg">
            {lead}
          </Text>
          {children}
        </Paper>
      </Stack>
    </Box>
  )
}
