import { Divider, Skeleton, Stack, Text } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { emphasised } from '#web/components/emphasised.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { useParts } from '../parts-above.ts'
import type { ChangeRequest } from './change-users-dialog.tsx'
import type { Chosen } from './chosen.ts'
import { ManageAct, ManageSection } from './manage-section.tsx'
import { settings } from './setting-choice.tsx'

const ChangeUsersDialog = lazy(async () => ({
  default: (await import('./change-users-dialog.tsx')).ChangeUsersDialog,
}))

interface ManagePanelProps {
  accountId: string
  isPartner: boolean
  chosen: Chosen
  /** The list is narrowed. */
  isFiltered: boolean
  onSignIn: (act: 'welcome' | 'reset') => void
  onDelete: () => void
  onClose: () => void
}

/** What can be done to many people at once, in one place (UA-70). What needs a customer is absent for a partner's own people (UA-5). */
export function ManagePanel(props: ManagePanelProps) {
  const { accountId, isPartner, chosen, isFiltered, onSignIn, onDelete, onClose } = props
  const { t } = useTranslation('managePeople')
  const { manageLicencesOf, manageSmsNumbersOf, exportOf } = useParts()
  const [changing, setChanging] = useState<ChangeRequest>()
  const because = chosen.count === 0 ? t('whom.nobody') : undefined

  function whom(): string {
    if (because) return because
    if (!chosen.isAll) return t('whom.selected')
    return t(isFiltered ? 'whom.filtered' : 'whom.all')
  }

  const title = chosen.count === undefined ? t('titleCounting') : t('title', { count: chosen.count })
  return (
    <SidePanel title={title} subject="manage" onClose={onClose}>
      <Stack gap="lg">
        <Text size="sm">{emphasised(whom())}</Text>
        {!isPartner && <Part>{manageLicencesOf(accountId, chosen)}</Part>}
        <ManageSection title={t('signIn')}>
          {(['welcome', 'reset'] as const).map((act) => (
            <ManageAct
              key={act}
              label={t(act)}
              help={t(`${act}Help`)}
              because={because}
              onClick={() => onSignIn(act)}
            />
          ))}
        </ManageSection>
        <ManageSection title={t('settings')}>
          {settings.map((setting) => (
            <ManageAct
              key={setting}
              label={t(`act.${setting}`)}
              help={t(`actHelp.${setting}`)}
              because={because}
              onClick={() => setChanging({ setting, chosen })}
            />
          ))}
          {!isPartner && <Part>{manageSmsNumbersOf(accountId, chosen)}</Part>}
        </ManageSection>
        <ManageSection title={t('export')}>
          <Part>{exportOf(accountId, chosen)}</Part>
        </ManageSection>
        <Divider />
        <ManageSection title={t('remove')}>
          <ManageAct
            label={t('delete')}
            help={t('deleteHelp')}
            because={because}
            color="red"
            onClick={onDelete}
          />
        </ManageSection>
      </Stack>
      <OnceOpened when={changing !== undefined}>
        <ChangeUsersDialog accountId={accountId} request={changing} onClose={() => setChanging(undefined)} />
      </OnceOpened>
    </SidePanel>
  )
}

/** A part that another slice draws, loaded with its first look. */
function Part({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Skeleton height={48} />}>{children}</Suspense>
}
