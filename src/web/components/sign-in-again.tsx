import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What is said where somebody is not signed in any more and has typed something: how it can still be saved. */
export function SignInAgain() {
  const { t } = useTranslation()
  return (
    <>
      <Text size="sm">{t('problem.signedOut')}</Text>
      <Anchor href="/sign-in" target="_blank" rel="noopener" size="sm" c="inherit" td="underline">
        {t('problem.signIn')}
      </Anchor>
    </>
  )
}
