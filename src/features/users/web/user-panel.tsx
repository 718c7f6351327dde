import { Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { PanelTabList } from '#web/components/panel-tab-list.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { lazy } from '#web/lib/lazy.ts'
import { userQuery } from './api.ts'
import { useParts } from './parts-above.ts'
import { PersonHead } from './person-head.tsx'
import { fullName } from './person-name.ts'
import { UserForm } from './user-form.tsx'

const NewUser = lazy(async () => ({ default: (await import('./new-user.tsx')).NewUser }))
const PersonTimeline = lazy(async () => ({
  default: (await import('./person-timeline.tsx')).PersonTimeline,
}))

const tabsOfCustomer = ['details', 'sign-in', 'licences', 'softphones', 'timeline'] as const
/** UA-5: a partner's own account holds no licences and deploys no softphones. */
const tabsOfPartner = ['details', 'sign-in', 'timeline'] as const

interface UserPanelProps {
  accountId: string
  /** An id, or `new`. */
  openId: string
  /** One of those that are drawn; any other is `details`. */
  tab: string
  /** The form was asked for by `e`: it takes the focus. */
  focusForm: boolean
  onTab: (tab: string) => void
  /** Opens another person, or none. */
  onOpen: (id: string | undefined) => void
}

/** One person beside the list, or a new one. */
export function UserPanel(props: UserPanelProps) {
  const { t } = useTranslation('person')
  const close = () => props.onOpen(undefined)
  if (props.openId !== 'new') return <KnownUser {...props} />
  return (
    <SidePanel title={t('new')} subject="new" onClose={close}>
      <Suspense fallback={<FormSkeleton />}>
        <NewUser accountId={props.accountId} onCancel={close} onCreated={({ id }) => props.onOpen(id)} />
      </Suspense>
    </SidePanel>
  )
}

function KnownUser(props: UserPanelProps) {
  const { accountId, openId, tab, focusForm, onTab, onOpen } = props
  const { welcomeOf, numbersToGiveOf, signInOf, licencesOf, softphonesOf } = useParts()
  const { t } = useTranslation('person')
  const { data: user, error, refetch } = useQuery(userQuery(accountId, openId))
  const { data: account } = useQuery(accountQuery(accountId))
  const close = () => onOpen(undefined)
  if (error) {
    const gone = error instanceof Problem && error.status === 404
    return (
      <SidePanel title={t('loading')} subject={openId} onClose={close}>
        {gone ? <Text>{t('gone')}</Text> : <ProblemAlert problem={error} retry={refetch} />}
      </SidePanel>
    )
  }
  if (!user || !account) {
    return (
      <SidePanel title={t('loading')} subject={openId} onClose={close}>
        <FormSkeleton />
      </SidePanel>
    )
  }
  const tabs = account.kind === 'partner' ? tabsOfPartner : tabsOfCustomer
  const chosen = tabs.find((known) => known === tab) ?? 'details'
  const form = (
    <UserForm
      key={openId}
      account={account}
      user={user}
      focus={focusForm}
      onCancel={close}
      onDeleted={close}
    />
  )
  return (
    <SidePanel title={fullName(user)} subject={openId} onClose={close}>
      <Stack gap="sm">
        <PersonHead accountId={accountId} user={user} />
        {welcomeOf(accountId, user)}
        {account.kind !== 'partner' && numbersToGiveOf(accountId, user)}
        <Tabs value={chosen} onChange={(next) => onTab(next ?? 'details')} keepMounted={false}>
          <PanelTabList label={t('tabs')} chosen={chosen}>
            {tabs.map((known) => (
              <Tabs.Tab key={known} value={known}>
                {t(`tab.${known}`)}
              </Tabs.Tab>
            ))}
          </PanelTabList>
          <Tabs.Panel value="details">{form}</Tabs.Panel>
          <Tabs.Panel value="sign-in">
            <Suspense fallback={<Skeleton height={180} />}>{signInOf(accountId, user)}</Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="licences">
            <Suspense fallback={<Skeleton height={240} />}>{licencesOf(accountId, user)}</Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="softphones">
            <Suspense fallback={<Skeleton height={96} />}>{softphonesOf(accountId, user)}</Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="timeline">
            <Suspense fallback={<Skeleton height={120} />}>
              <PersonTimeline accountId={accountId} userId={openId} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </SidePanel>
  )
}
