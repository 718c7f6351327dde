import { Anchor, Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Session } from '../../schema.ts'
import { FrontPage } from '../front-page.tsx'
import { useSignOut } from '../use-sign-out.ts'
import { beginSecondFactor } from './api.ts'
import { EnrolForm } from './enrol-form.tsx'
import { RecoveryCodeList } from './recovery-code-list.tsx'

/**
 * Stands in place of every page, whatever its address, until whoever is signed in has the second factor that their account asks for. Then the page
 * of the address is there.
 */
export function SecondFactorFirst({ session }: { session: Session }): ReactNode {
  const { t } = useTranslation('security')
  const router = useRouter()
  const queries = useQueryClient()
  const leaving = useSignOut()
  const [codes, setCodes] = useState<string[]>()
  const beginning = useMutation({ mutationFn: beginSecondFactor })

  async function finish() {
    // Whatever was refused until now is asked for again.
    await queries.invalidateQueries()
    await router.invalidate()
  }

  if (codes) {
    return (
      <FrontPage key="codes" isSignedIn title={t('codes.title')}>
        <RecoveryCodeList codes={codes} onDone={finish} />
      </FrontPage>
    )
  }
  if (beginning.data) {
    return (
      <FrontPage key="enrol" isSignedIn title={t('enrol.title')}>
        <EnrolForm enrolment={beginning.data} onConfirmed={setCodes} />
      </FrontPage>
    )
  }
  return (
    <FrontPage
      isSignedIn
      title={t('enrol.first.title')}
      lead={t('enrol.first.lead', { account: session.account.name })}
      focusesTitle
    >
      <Stack>
        {beginning.error && <ProblemAlert problem={beginning.error} />}
        <Button size="md" loading={beginning.isPending} onClick={() => beginning.mutate()}>
          {t('enrol.first.begin')}
        </Button>
        <Anchor component="button" type="button" mih={24} onClick={() => leaving.mutate()}>
          {t('enrol.first.signOut')}
        </Anchor>
      </Stack>
    </FrontPage>
  )
}
