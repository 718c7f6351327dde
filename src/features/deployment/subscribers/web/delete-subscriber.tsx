import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Subscriber } from '../schema.ts'

const DeleteDialog = lazy(async () => ({ default: (await import('./delete-dialog.tsx')).DeleteDialog }))

interface DeleteSubscriberProps {
  accountId: string
  subscriber: Subscriber
  onDeleted: () => void
}

/** Takes somebody out of client deployment (CD-11), after saying what that does. */
export function DeleteSubscriber(props: DeleteSubscriberProps) {
  const { t } = useTranslation('subscribers')
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
        <DeleteDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
