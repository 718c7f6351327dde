import { Anchor, Code } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { ApiKey } from '../../../api-keys/schema.ts'
import { sessionQuery } from '../../session.ts'
import { apiKeysQuery } from './api.ts'
import { Expiry, KeyState, tellingPart } from './key-state.tsx'

// Forms and their rules: the list need not wait for them.
const NewKey = lazy(async () => ({ default: (await import('./new-key.tsx')).NewKey }))
const OneKey = lazy(async () => ({ default: (await import('./one-key.tsx')).OneKey }))
const route = getRouteApi('/_signed-in/accounts/$accountId/settings/api-keys')

/** Settings › API keys: the keys of the account, and one of them beside the list. */
export function ApiKeysPage(): ReactNode {
  const { t } = useTranslation('apiKeys')
  const { accountId } = route.useParams()
  const { open } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: session } = useQuery(sessionQuery)
  const keys = useQuery(apiKeysQuery(accountId))
  const columns = useColumns()
  const show = (id: string | undefined) => void navigate({ search: { open: id } })
  const shown = keys.data?.find(({ id }) => id === open)
  // A partner's keys are its own account's: they would otherwise stay when the customer closes its door.
  const isOwn = session === undefined || session.account.id === accountId
  const newButton = (
    <ActionButton
      leftSection={<IconPlus size={16} aria-hidden />}
      because={isOwn ? undefined : t('notOwn')}
      onClick={() => show('new')}
    >
      {t('new')}
    </ActionButton>
  )
  return (
    <Page
      title={t('title')}
      lead={
        <>
          {t('lead')}{' '}
          <Anchor href="/api/docs" size="sm" underline="always" target="_blank">
            {t('documentation')}
          </Anchor>
        </>
      }
      fill
      actions={newButton}
    >
      <WithPanel
        panel={
          ((open === 'new' && isOwn) || shown) && (
            <SidePanel
              title={shown?.name ?? t('newTitle')}
              subject={open ?? ''}
              onClose={() => show(undefined)}
            >
              <Suspense fallback={<FormSkeleton />}>
                {shown ? (
                  <OneKey key={shown.id} accountId={accountId} apiKey={shown} />
                ) : (
                  <NewKey key="new" accountId={accountId} onDone={() => show(undefined)} />
                )}
              </Suspense>
            </SidePanel>
          )
        }
      >
        {keys.error ? (
          <ProblemAlert problem={keys.error} retry={keys.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            rows={keys.data ?? []}
            rowId={({ id }) => id}
            openId={open}
            linkOf={({ id }) => ({ to: '.', search: { open: id } })}
            loading={keys.isPending}
            empty={
              <EmptyState
                icon={IconKey}
                title={t('empty.title')}
                text={t(isOwn ? 'empty.text' : 'notOwn')}
                {...(isOwn ? { actions: newButton } : {})}
              />
            }
          />
        )}
      </WithPanel>
    </Page>
  )
}

function useColumns(): GridColumn<ApiKey>[] {
  const { t } = useTranslation('apiKeys')
  return useMemo(
    () => [
      { id: 'name', header: t('column.name'), width: 200, cell: ({ name }) => name },
      {
        id: 'prefix',
        header: t('column.prefix'),
        width: 150,
        cell: ({ prefix }) => <Code>{tellingPart(prefix)}</Code>,
      },
      { id: 'state', header: t('column.state'), width: 120, cell: (key) => <KeyState apiKey={key} /> },
      {
        id: 'scopes',
        header: t('column.scopes'),
        width: 100,
        cell: ({ scopes }) => <span title={scopes.join('\n')}>{t('scopes', { count: scopes.length })}</span>,
      },
      {
        id: 'lastUsed',
        header: t('column.lastUsed'),
        width: 130,
        cell: ({ lastUsedAt, lastUsedFrom }) => (
          <Time
            at={lastUsedAt}
            fallback={t('one.neverUsed')}
            {...(lastUsedFrom ? { more: t('one.usedFrom', { address: lastUsedFrom }) } : {})}
          />
        ),
      },
      {
        id: 'expires',
        header: t('column.expires'),
        width: 120,
        cell: ({ expiresAt }) => <Expiry at={expiresAt} />,
      },
      { id: 'madeBy', header: t('column.madeBy'), width: 160, cell: ({ createdBy }) => createdBy },
      {
        id: 'made',
        header: t('column.made'),
        width: 120,
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t],
  )
}
