import { useQuery, useQueryClient } from '@tanstack/react-query'
import { sessionQuery } from '#features/auth/web/session.ts'
import type { Allowance } from '#features/deployment/portal/schema.ts'
import { askForProof } from '#web/lib/api/step-up.ts'
import { saidToReader } from '#web/lib/i18n/said.ts'
import { ownSubscribersQuery } from './api.ts'

/**
 * What an allowance means for whoever looks: `because` is why it cannot be done; undefined: it can. Where a code of the second factor is all that is
 * missing and the person has one, it can be done, and `withProof` asks for the code first.
 */
export function useAllowance({ allowed, code, message, from }: Allowance) {
  const queries = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const lacksFactor = code === 'deployment.second-factor-needed'
  const needsCode = !allowed && lacksFactor && session?.hasSecondFactor === true
  const said = saidToReader({ message: message ?? '', code: code ?? undefined })

  /** Does the act. @returns undefined where the code was asked for and not given */
  async function withProof<Done>(act: () => Promise<Done>): Promise<Done | undefined> {
    if (needsCode) {
      if (!(await askForProof('code'))) return undefined
      void queries.invalidateQueries({ queryKey: ownSubscribersQuery.queryKey })
    }
    return act()
  }

  return {
    because: allowed || needsCode ? undefined : said,
    needsCode,
    /** What is in the way is that there is no second factor yet. */
    needsEnrolling: !allowed && lacksFactor && !needsCode,
    /** Time ends what is in the way, and a second factor will be asked for then: it had better be set up now. */
    willNeedFactor:
      code === 'deployment.password-too-new' &&
      session?.hasSecondFactor === false &&
      session.signedInBy !== 'single-sign-on',
    from: allowed ? null : from,
    withProof,
  }
}
