import { Skeleton, Stack } from '@mantine/core'
import { IconDeviceMobile } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { ownSubscribersQuery } from './api.ts'
import { NumberCard } from './number-card.tsx'
import { SupportContact } from './support-contact.tsx'

/** *My phones*: the numbers of whoever is signed in, the softphones of each, and how one more is set up. */
export function PhonesPage(): ReactNode {
  const { t } = useTranslation('portal')
  const { data: numbers, error, refetch } = useQuery(ownSubscribersQuery)
  return (
    <Page title={t('phones.title')} lead={t('phones.lead')}>
      {numbers ? (
        <Stack>
          {numbers.length === 0 && <NoNumber />}
          {numbers.map((number) => (
            <NumberCard key={number.id} number={number} />
          ))}
        </Stack>
      ) : error ? (
        <ProblemAlert problem={error} retry={refetch} />
      ) : (
        <Skeleton height={220} />
      )}
    </Page>
  )
}

/** Who has no number yet is told what happens next, and whom to ask. */
function NoNumber() {
  const { t } = useTranslation('portal')
  const { data: session } = useQuery(sessionQuery)
  return (
    <EmptyState
      icon={IconDeviceMobile}
      title={t('phones.empty')}
      text={t('phones.emptyText')}
      actions={
        session && (
          <div>
            <SupportContact contact={session.account} />
          </div>
        )
      }
    />
  )
}
