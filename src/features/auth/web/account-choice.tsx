import { Button, Stack, UnstyledButton } from '@mantine/core'
import { IconBuilding, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FrontPage } from './front-page.tsx'
import classes from './sign-in-page.module.css'

/** An account in which the e-mail address and the password are known. */
export interface Choice {
  id: string
  name: string
}

interface AccountChoiceProps {
  accounts: Choice[]
  onChoose: (id: string) => void
  onBack: () => void
}

/** Asks for which of several accounts somebody signs in. */
export function AccountChoice({ accounts, onChoose, onBack }: AccountChoiceProps): ReactNode {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('signIn.choose')} lead={t('signIn.chooseLead')} focusesTitle>
      <Stack gap="xs">
        {accounts.map(({ id, name }) => (
          <UnstyledButton key={id} className={classes.account} onClick={() => onChoose(id)}>
            <IconBuilding size={18} stroke={1.6} aria-hidden />
            <span>{name}</span>
            <IconChevronRight size={16} aria-hidden />
          </UnstyledButton>
        ))}
        <Button variant="subtle" mt="xs" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </Stack>
    </FrontPage>
  )
}
