import { Box, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { SingleSignOnProblem } from '../../single-sign-on/schema.ts'
import { ownSignInQuery } from './api.ts'
import { DevicesSection } from './devices-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** How one signs in oneself, and where one is signed in. Everybody has it, whatever they may do. */
export function SecurityPage(): ReactNode {
  const { t } = useTranslation('security')
  const { problem: stepUpFailed }: { problem?: SingleSignOnProblem } = useSearch({ strict: false })
  const { data: own, error, refetch } = useQuery(ownSignInQuery)
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Box maw={760}>
        <Stack>
          {stepUpFailed && <ProblemAlert problem={new Error(t(`stepUpProblem.${stepUpFailed}`))} />}
          {error && <ProblemAlert problem={error} retry={refetch} />}
          {!own && !error && <Skeleton height={280} />}
          {own && (
            <>
              <PasswordSection own={own} />
              <SecondFactorSection own={own} />
            </>
          )}
          <SessionsSection />
          {own?.secondFactor && <DevicesSection />}
        </Stack>
      </Box>
    </Page>
  )
}
