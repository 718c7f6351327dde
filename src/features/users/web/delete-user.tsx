import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#features/accounts/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { User } from '../schema.ts'
import type { WhyHere } from './why-here.ts'

const DeleteUserDialog = lazy(async () => ({
  default: (await import('./delete-user-dialog.tsx')).DeleteUserDialog,
}))

interface DeleteUserProps {
  account: Pick<Account, 'id' | 'kind'>
  user: User
  whyNot: WhyHere | undefined
  onDeleted: () => void
}

/** Deletes the person that is open, after saying what that does (UA-80). */
export function DeleteUser({ account, whyNot, ...props }: DeleteUserProps) {
  const { t } = useTranslation('person')
  const [opened, setOpened] = useState(false)
  const { role, origin } = props.user

  function because(): string | undefined {
    if (whyNot) return t(whyNot === 'self' ? 'delete.self' : 'access.lastAdmin')
    // UA-81, as the server says it of one who is deleted among others.
    if (account.kind === 'partner' && role === 'admin') return t('delete.partner')
    return origin === 'micloud' ? t('delete.micloud') : undefined
  }

  return (
    <>
      <ActionButton
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        because={because()}
        onClick={() => setOpened(true)}
      >
        {t('delete.open')}
      </ActionButton>
      <OnceOpened when={opened}>
        <DeleteUserDialog
          {...props}
          accountId={account.id}
          opened={opened}
          onClose={() => setOpened(false)}
        />
      </OnceOpened>
    </>
  )
}
