import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { User } from '../schema.ts'

const DeleteUserDialog = lazy(async () => ({
  default: (await import('./delete-user-dialog.tsx')).DeleteUserDialog,
}))

interface DeleteUserProps {
  accountId: string
  user: User
  onDeleted: () => void
}

/** Deletes the person that is open, after saying what that does (UA-80). */
export function DeleteUser(props: DeleteUserProps) {
  const { t } = useTranslation('person')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('delete.open')}
      </Button>
      <OnceOpened when={opened}>
        <DeleteUserDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
