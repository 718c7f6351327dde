import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { FrontPage } from './front-page.tsx'
import { askForResetAgain } from './reset-api.ts'

/** A link of which nothing is known any more. A new e-mail is asked for by address. */
export function LinkOver({ sentence }: { sentence: string }) {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('setUp.expired')} lead={sentence} focusesTitle>
      <Stack>
        <ButtonLink to="/forgot">{t('reset.toForgot')}</ButtonLink>
        <TextLink to="/sign-in" mih={24} ta="center">
          {t('forgot.toSignIn')}
        </TextLink>
      </Stack>
    </FrontPage>
  )
}

/** The code is over, by time or by wrong ones. A new e-mail goes to the address on file. */
export function CodeOver({ token, sentence }: { token: string; sentence: string }) {
  const { t } = useTranslation('auth')
  const asking = useMutation({ mutationFn: () => askForResetAgain(token) })
  if (asking.isSuccess) {
    return (
      <FrontPage title={t('forgot.sent')} lead={t('reset.sentAgain')} focusesTitle>
        <ButtonLink to="/sign-in" variant="default">
          {t('forgot.toSignIn')}
        </ButtonLink>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={t('reset.codeOver')} lead={sentence} focusesTitle>
      <Stack>
        {asking.error && <ProblemAlert problem={asking.error} />}
        <Button loading={asking.isPending} onClick={() => asking.mutate()}>
          {t('reset.sendAgain')}
        </Button>
        <TextLink to="/sign-in" mih={24} ta="center">
          {t('forgot.toSignIn')}
        </TextLink>
      </Stack>
    </FrontPage>
  )
}
