import { Notifications } from '@mantine/notifications'

/** What draws the notices. A file of its own, so that only their store is loaded with every page. */
export function ToastList() {
  return <Notifications position="bottom-right" limit={4} />
}
