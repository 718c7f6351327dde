import { Group } from '@mantine/core'
import { IconMail, IconMailFast } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { UsersTabs } from '#features/users/web/users-tabs.tsx'
import { ActionButton } from '#web/components/action-button.tsx'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { selectedCount, selectionBody, useSelection } from '#web/components/data-grid/selection.ts'
import { SelectionBar } from '#web/components/data-grid/selection-bar.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { InvitationOfPerson, InvitationState } from '../schema.ts'
import { invitationCountsQuery, invitationsQuery } from './invitations-api.ts'
import { useInvitationColumns } from './invitations-columns.tsx'
import { acceptedCountMax, type InvitationsSearch, states } from './invitations-search.ts'
import type { PeopleAct } from './people-act-dialog.tsx'

const Deactivated = lazy(async () => ({
  default: (await import('#features/accounts/web/deactivated.tsx')).Deactivated,
}))
const PeopleActDialog = lazy(async () => ({
  default: (await import('./people-act-dialog.tsx')).PeopleActDialog,
}))
const route = getRouteApi('/_signed-in/accounts/$accountId/invitations')

/** User management › Users › Invitations (UA-62): who was sent a welcome e-mail, what became of it, and another to whom it is needed. */
export function InvitationsPage(): ReactNode {
  const { t } = useTranslation('invitations')
  const { accountId } = route.useParams()
  const { data: account } = useQuery(accountQuery(accountId))
  return (
    <Page title={t('title')} lead={t('lead')} fill>
      {account?.status === 'deactivated' ? (
        <Suspense>
          <Deactivated account={account} />
        </Suspense>
      ) : (
        <Invitations accountId={accountId} />
      )}
    </Page>
  )
}

function Invitations({ accountId }: { accountId: string }) {
  const { t } = useTranslation('invitations')
  const { search, state } = route.useSearch()
  const navigate = route.useNavigate()
  const [act, setAct] = useState<PeopleAct>()
  const filter = { search, state }
  const counts = useCounts(accountId, search)
  const list = useInfiniteQuery({ ...invitationsQuery(accountId, filter), placeholderData: keepPreviousData })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const total = counts?.of(state)
  const isMore = state === 'used' && total === acceptedCountMax
  const columns = useInvitationColumns(search)
  const control = useSelection(JSON.stringify([accountId, filter]))
  const { selection } = control
  const selected = selectedCount(selection, total)

  // What is waiting is on its way: once another number waits, the rows say something new.
  const { refetch } = list
  const waiting = counts?.of('queued')
  const isShown = list.data !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number is the reason to ask again
  useEffect(() => {
    if (isShown) void refetch()
  }, [waiting])

  function change(part: Partial<InvitationsSearch>) {
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true })
  }

  function sendAgain() {
    const filter = { invitation: state ?? ('open' as const), ...(search === undefined ? {} : { search }) }
    setAct({ act: 'welcome', selection: selectionBody(selection, filter, selected), count: selected })
  }

  function whyNot(): string | undefined {
    if (selected === 0) return t('needsSelection')
    return state === 'used' ? t('noneUsed') : undefined
  }

  return (
    <>
      <UsersTabs accountId={accountId} />
      <Group gap="xs">
        <SearchBox label={t('search')} value={search} onSearch={(text) => change({ search: text })} />
        <FilterTabs
          label={t('filter')}
          value={state}
          all={{ label: t('all'), count: counts?.of(undefined) }}
          choices={states.map((each) => ({
            value: each,
            label: t(`state.${each}`),
            count: counts?.of(each),
            isMore: each === 'used' && counts?.of(each) === acceptedCountMax,
          }))}
          onChange={(next) => change({ state: next })}
        />
      </Group>
      <SelectionBar
        control={control}
        total={total}
        totalInWords={(count) => t(isMore ? 'countMore' : 'count', { count })}
        shown={rows.map(idOf)}
      >
        <ActionButton
          size="xs"
          variant="default"
          leftSection={<IconMailFast size={15} aria-hidden />}
          because={whyNot()}
          onClick={sendAgain}
        >
          {t('sendAgain')}
        </ActionButton>
      </SelectionBar>
      {list.error && rows.length === 0 ? (
        <ProblemAlert problem={list.error} retry={list.refetch} />
      ) : (
        <DataGrid
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowName={fullName}
          linkOf={({ userId }) => ({
            to: '/accounts/$accountId/users',
            params: { accountId },
            search: { open: userId },
          })}
          selection={control}
          total={isMore ? undefined : total}
          loading={list.isPending}
          more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
          empty={<NoInvitations accountId={accountId} search={search} state={state} />}
        />
      )}
      <OnceOpened when={act !== undefined}>
        <PeopleActDialog
          accountId={accountId}
          request={act}
          onClose={() => setAct(undefined)}
          onStarted={control.selectNone}
        />
      </OnceOpened>
    </>
  )
}

function idOf({ userId }: InvitationOfPerson): string {
  return userId
}

/** How many invitations there are of a state, or of all that are not used; undefined while they are counted. */
function useCounts(accountId: string, search: string | undefined) {
  const { data } = useQuery({
    ...invitationCountsQuery(accountId, search),
    placeholderData: keepPreviousData,
  })
  return useMemo(() => {
    if (!data) return undefined
    const ofState = (state: InvitationState) => data.get(state) ?? 0
    const open = states.filter((each) => each !== 'used').reduce((sum, each) => sum + ofState(each), 0)
    return { of: (state: InvitationState | undefined) => (state === undefined ? open : ofState(state)) }
  }, [data])
}

interface NoInvitationsProps {
  accountId: string
  search: string | undefined
  state: InvitationState | undefined
}

function NoInvitations({ accountId, search, state }: NoInvitationsProps) {
  const { t } = useTranslation('invitations')
  if (search !== undefined)
    return <EmptyState icon={IconMail} title={t('empty.noMatchTitle')} text={t('empty.noMatchText')} />
  if (state !== undefined)
    return <EmptyState icon={IconMail} title={t('empty.stateTitle')} text={t(`empty.state.${state}`)} />
  return (
    <EmptyState
      icon={IconMail}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <ButtonLink to="/accounts/$accountId/users" params={{ accountId }} variant="default">
          {t('empty.users')}
        </ButtonLink>
      }
    />
  )
}
