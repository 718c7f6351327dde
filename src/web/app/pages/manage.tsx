import type { ReactNode } from 'react'
import { ManagePage } from '#features/deployment/subscribers/web/manage-page.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'

const ExportDialog = lazy(async () => ({
  default: (await import('#features/imports/web/export-dialog.tsx')).ExportDialog,
}))

/** The subscribers of the account in the address. They are exported as files, of which they themselves know nothing. */
export function Manage(): ReactNode {
  return (
    <ManagePage
      exportOf={(accountId, request, onClose) => (
        <OnceOpened when={request !== undefined}>
          <ExportDialog accountId={accountId} request={request} onClose={onClose} />
        </OnceOpened>
      )}
    />
  )
}
