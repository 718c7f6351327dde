import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Logo } from '#web/components/logo.tsx'
import classes from './front-page.module.css'
import { LanguageChoice } from './language-choice.tsx'

interface FrontPageProps {
  title: string
  lead?: ReactNode
  /** The heading takes the focus: the page follows upon another one, and begins with no field. */
  focusesTitle?: boolean
  /** Whoever is signed in already: the page speaks the language of the pages to come. */
  isSignedIn?: boolean
  children: ReactNode
}

/** A page before signing in: one card, one task, and in the corner the language. */
export function FrontPage(props: FrontPageProps) {
  const { title, lead, focusesTitle = false, isSignedIn = false, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Rollcall`
  }, [title])
  useEffect(() => {
    if (focusesTitle) heading.current?.focus()
  }, [focusesTitle])
  return (
    <Box component="main" className={classes.page}>
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center">
          <Logo size={30} />
        </Group>
        <Paper withBorder p={{ base: 'lg', xs: 'xl' }} radius="lg" className={classes.card}>
          <Box mb="lg">
            <Title ref={heading} order={1} size="h2" tabIndex={-1} className={classes.title}>
              {title}
            </Title>
            {lead !== undefined && (
              <Text c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </Box>
          {children}
        </Paper>
      </Stack>
      {!isSignedIn && <LanguageChoice />}
    </Box>
  )
}
