import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'

/** Stands for every page of a customer that asks for a second factor which whoever comes from its partner has not set up. */
export function KeptOut({ problem }: { problem: Error }): ReactNode {
  const { t } = useTranslation('partnerAccess')
  return (
    <Page title={t('keptOut.title')} lead={problem.message}>
      <Group>
        <ButtonLink to="/me/security">{t('keptOut.enrol')}</ButtonLink>
      </Group>
    </Page>
  )
}
