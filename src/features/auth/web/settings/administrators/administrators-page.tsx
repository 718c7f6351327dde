import { Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { Page } from '#web/components/page.tsx'
import classes from '#web/components/page-tabs.module.css'
import { lazy } from '#web/lib/lazy.ts'
import { AdministratorList } from './administrator-list.tsx'

const Roles = lazy(async () => ({ default: (await import('./roles.tsx')).Roles }))
const route = getRouteApi('/_signed-in/accounts/$accountId/settings/administrators')

/** Settings › Administrators and roles: who administers the account, and what each role may do. */
export function AdministratorsPage(): ReactNode {
  const { t } = useTranslation('administrators')
  const { accountId } = route.useParams()
  const { tab = 'administrators' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('title')} lead={t('lead')} fill={tab === 'administrators'}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'roles' ? 'roles' : undefined } })}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List aria-label={t('tabs')}>
          <Tabs.Tab value="administrators">{t('tab.administrators')}</Tabs.Tab>
          <Tabs.Tab value="roles">{t('tab.roles')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="administrators" className={classes.panel}>
          <AdministratorList accountId={accountId} />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <Suspense fallback={<FormSkeleton />}>
            <Roles accountId={accountId} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
