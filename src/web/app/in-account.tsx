import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { accountQuery } from '#features/accounts/web/api.ts'
import { Problem } from '#web/lib/api/request.ts'
import { page } from './page.ts'

const KeptOut = page(['partnerAccess'], () => import('./pages/kept-out.tsx'), 'KeptOut')

/** The pages of an account; where a customer asks for a second factor that whoever comes from its partner lacks, the way to one in their place. */
export function InAccount(): ReactNode {
  const { accountId } = useParams({ from: '/_signed-in/accounts/$accountId' })
  const { error } = useQuery(accountQuery(accountId))
  const isKeptOut = error instanceof Problem && error.code === 'auth.customer-needs-second-factor'
  if (!isKeptOut) return <Outlet />
  return (
    <Suspense>
      <KeptOut problem={error} />
    </Suspense>
  )
}
