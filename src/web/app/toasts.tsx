import { useNotifications } from '@mantine/notifications'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'

const ToastList = lazy(async () => ({ default: (await import('./toast-list.tsx')).ToastList }))

/** Notices at the edge of the page. What draws them is loaded with the first one. */
export function Toasts() {
  const { notifications } = useNotifications()
  return (
    <OnceOpened when={notifications.length > 0} takesFocus={false}>
      <ToastList />
    </OnceOpened>
  )
}
