import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { ManageAct } from '#features/users/web/manage/manage-section.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'

const ExportPeopleDialog = lazy(async () => ({
  default: (await import('./export-people-dialog.tsx')).ExportPeopleDialog,
}))

interface ExportPeopleProps {
  accountId: string
  chosen: Chosen
}

/** The part of the Manage panel that writes people into a file (UA-30). */
export function ExportPeople({ accountId, chosen }: ExportPeopleProps) {
  const { t } = useTranslation('imports')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ManageAct
        label={t('export.act')}
        help={t('export.actHelp')}
        because={chosen.count === 0 ? t('export.nobody') : undefined}
        onClick={() => setOpened(true)}
      />
      <OnceOpened when={opened}>
        <ExportPeopleDialog
          accountId={accountId}
          chosen={chosen}
          opened={opened}
          onClose={() => setOpened(false)}
        />
      </OnceOpened>
    </>
  )
}
