import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { User } from '../schema.ts'
import type { WhyHere } from './why-here.ts'

const DeleteUserDialog = lazy(async () => ({
  default: (await import('./delete-user-dialog.tsx')).DeleteUserDialog,
}))

interface DeleteUserProps {
  accountId: string
  user: User
  whyNot: WhyHere | undefined
  onDeleted: () => void
}

/** Deletes the person that is open, after saying what that does (UA-80). */
export function DeleteUser({ whyNot, ...props }: DeleteUserProps) {
  const { t } = useTranslation('person')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionButton
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        because={whyNot && t(whyNot === 'self' ? 'delete.self' : 'access.lastAdmin')}
        onClick={() => setOpened(true)}
      >
        {t('delete.open')}
      </ActionButton>
      <OnceOpened when={opened}>
        <DeleteUserDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
