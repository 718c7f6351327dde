import { useNotifications } from '@mantine/notifications'
import { lazy } from 'react'
import { OnceOpened } from '#web/components/once-opened.tsx'

const ToastList = lazy(async () => ({ default: (await import('./toast-list.tsx')).ToastList }))

/** Notices at the edge of the page. What draws them is loaded with the first one. */
export function Toasts() {
  const { notifications } = useNotifications()
  return (
    <OnceOpened when={notifications.length > 0}>
      <ToastList />
    </OnceOpened>
  )
}
