import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { ManageAct } from '#features/users/web/manage/manage-section.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'

const AssignDialog = lazy(async () => ({ default: (await import('./assign-dialog.tsx')).AssignDialog }))

interface ManageSmsNumbersProps {
  accountId: string
  chosen: Chosen
}

/** Bulk user settings › Twilio SMS numbers (UA-73). */
export function ManageSmsNumbers({ accountId, chosen }: ManageSmsNumbersProps) {
  const { t } = useTranslation('numbers')
  const [request, setRequest] = useState<Chosen>()
  return (
    <>
      <ManageAct
        label={t('manage.label')}
        help={t('manage.help')}
        because={chosen.count === 0 ? t('manage.nobody') : undefined}
        onClick={() => setRequest(chosen)}
      />
      <OnceOpened when={request !== undefined}>
        <AssignDialog accountId={accountId} request={request} onClose={() => setRequest(undefined)} />
      </OnceOpened>
    </>
  )
}
