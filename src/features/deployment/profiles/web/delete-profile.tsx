import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Profile } from '../schema.ts'

const DeleteProfileDialog = lazy(async () => ({
  default: (await import('./delete-profile-dialog.tsx')).DeleteProfileDialog,
}))

interface DeleteProfileProps {
  accountId: string
  profile: Profile
  onDeleted: () => void
}

/** Deletes a profile; its users get the one chosen here instead (DP-1). */
export function DeleteProfile(props: DeleteProfileProps) {
  const { t } = useTranslation('profiles')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionButton
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        because={props.profile.isDefault ? t('delete.default') : undefined}
        onClick={() => setOpened(true)}
      >
        {t('delete.open')}
      </ActionButton>
      <OnceOpened when={opened}>
        <DeleteProfileDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
