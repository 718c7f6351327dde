import { Notifications } from '@mantine/notifications'

/** What draws the notices: beside the rail, where no form has its buttons. A file of its own, so that only their store is loaded with every page. */
export function ToastList() {
  return <Notifications position="bottom-left" limit={4} />
}
