import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { FrontPage } from './front-page.tsx'
import { openReset, resetQuery } from './reset-api.ts'
import { ResetForm } from './reset-form.tsx'
import { CodeOver, LinkOver } from './reset-over.tsx'

const route = getRouteApi('/reset/$token')

/**
 * The page behind the link of a reset: *Go on*, then confirmation code and new password. Opening it spends nothing and begins no time, because mail
 * scanners open it too. Unknown, used, replaced and expired links are the same page.
 */
export function ResetPage(): ReactNode {
  const { token } = route.useParams()
  const lookUp = useQuery(resetQuery(token))
  const [isDone, setDone] = useState(false)
  /** What sending the form came to, where that ends the link. */
  const [ending, setEnding] = useState<Problem>()
  if (isDone) return <Done />
  const over = ending ?? (lookUp.error instanceof Problem ? lookUp.error : undefined)
  if (over?.code === 'auth.reset-link-unknown') return <LinkOver sentence={over.message} />
  if (over && /^auth\.reset-code-(expired|wrong)$/.test(over.code)) {
    return <CodeOver token={token} sentence={over.message} />
  }
  if (over) return <Unreachable problem={over} onTry={lookUp.refetch} />
  if (lookUp.error) throw lookUp.error
  if (!lookUp.data) return null
  const { accountName, codeEndsAt } = lookUp.data
  if (codeEndsAt === null) return <Unopened token={token} accountName={accountName} onEnd={setEnding} />
  return (
    <ResetForm
      token={token}
      accountName={accountName}
      codeEndsAt={codeEndsAt}
      onTimeOver={lookUp.refetch}
      onDone={() => setDone(true)}
      onEnd={setEnding}
    />
  )
}

interface UnopenedProps {
  token: string
  accountName: string
  onEnd: (problem: Problem) => void
}

function Unopened({ token, accountName, onEnd }: UnopenedProps) {
  const { t } = useTranslation('auth')
  const queries = useQueryClient()
  const opening = useMutation({
    mutationFn: () => openReset(token),
    onSuccess: ({ codeEndsAt }) =>
      queries.setQueryData(
        resetQuery(token).queryKey,
        (reset) => reset && { ...reset, state: 'open' as const, codeEndsAt },
      ),
    onError: (error) => {
      if (error instanceof Problem && error.status === 410) onEnd(error)
    },
  })
  return (
    <FrontPage title={t('reset.title')} lead={t('reset.lead', { account: accountName })}>
      {opening.error && <ProblemAlert problem={opening.error} />}
      <Button fullWidth size="md" loading={opening.isPending} onClick={() => opening.mutate()}>
        {t('reset.goOn')}
      </Button>
    </FrontPage>
  )
}

/** Neither right nor wrong: too many tries from this network, or no network. */
function Unreachable({ problem, onTry }: { problem: Problem; onTry: () => unknown }) {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('reset.title')} lead={problem.message}>
      <Button variant="default" onClick={() => onTry()}>
        {t('reset.again')}
      </Button>
    </FrontPage>
  )
}

function Done() {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('reset.done')} lead={t('reset.doneLead')} focusesTitle>
      <ButtonLink to="/sign-in" size="md" fullWidth>
        {t('signIn.submit')}
      </ButtonLink>
    </FrontPage>
  )
}
