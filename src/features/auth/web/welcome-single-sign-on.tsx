import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SetUpLink } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { beginSingleSignOn } from './session.ts'

interface SingleSignOnInsteadProps {
  accountName: string
  person: NonNullable<SetUpLink['person']>
  singleSignOn: NonNullable<SetUpLink['singleSignOn']>
}

/** Behind a welcome link of an account that signs in with its identity provider: the way there, instead of a password to choose. */
export function SingleSignOnInstead({ accountName, person, singleSignOn }: SingleSignOnInsteadProps) {
  const { t } = useTranslation('auth')
  const leaving = useMutation({
    mutationFn: () => beginSingleSignOn({ accountId: singleSignOn.accountId }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const provider = singleSignOn.name
  return (
    <FrontPage
      title={t('welcome.title')}
      lead={t('welcome.leadTo', {
        name: `${person.firstName} ${person.lastName}`.trim(),
        account: accountName,
        email: person.email,
        provider,
      })}
    >
      <Stack>
        {leaving.error && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {leaving.error.message}
          </Text>
        )}
        <Button
          size="md"
          // The page of the identity provider is on its way until this one is gone.
          loading={leaving.isPending || leaving.isSuccess}
          onClick={() => leaving.mutate()}
        >
          {t('welcome.continue', { provider })}
        </Button>
      </Stack>
    </FrontPage>
  )
}
