import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Location } from '../schema.ts'

const DeleteLocationDialog = lazy(async () => ({
  default: (await import('./delete-location-dialog.tsx')).DeleteLocationDialog,
}))

interface DeleteLocationProps {
  accountId: string
  location: Location
  onDeleted: () => void
}

/** Deletes a location; its users are at the one chosen here from then on (UA-14). */
export function DeleteLocation(props: DeleteLocationProps) {
  const { t } = useTranslation('locations')
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
        <DeleteLocationDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
