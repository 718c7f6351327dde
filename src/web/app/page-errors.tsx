import { Button, Group, Stack } from '@mantine/core'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Problem } from '#web/lib/api/request.ts'

/** Stands for a page that could not be drawn. What is no answer of the server is our fault and not worth quoting. */
export function PageError({ error }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const shown = error instanceof Problem ? error : new Error(t('problem.unexpected'))
  return (
    <Page title={t('problem.page')}>
      <Stack align="flex-start">
        <ProblemAlert problem={shown} retry={() => router.invalidate()} />
        <Group>
          <Button variant="default" onClick={() => window.location.reload()}>
            {t('problem.reload')}
          </Button>
        </Group>
      </Stack>
    </Page>
  )
}

/** Stands for a page that does not exist. */
export function PageNotFound() {
  const { t } = useTranslation()
  return (
    <Page title={t('problem.notFound')} lead={t('problem.notFoundText')}>
      <Group>
        <ButtonLink to="/">{t('problem.home')}</ButtonLink>
      </Group>
    </Page>
  )
}
