import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { directoryQuery } from './api.ts'
import { DirectoryList } from './directory-list.tsx'

const route = getRouteApi('/_signed-in/portal/directory')

/** *Directory*: the people of one's account, found while typing, with links that call and write to them (UA-1). */
export function DirectoryPage(): ReactNode {
  const { t } = useTranslation('portal')
  const { data: session } = useQuery(sessionQuery)
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  // While one types on, what was found before stays.
  const list = useInfiniteQuery({ ...directoryQuery(search), placeholderData: keepPreviousData })
  const people = list.data?.pages.flatMap(({ items }) => items)
  const isOff = list.error instanceof Problem && list.error.code === 'portal.directory-off'

  function find(next: string | undefined) {
    void navigate({ search: { search: next }, replace: true, resetScroll: false })
  }

  if (isOff) {
    return (
      <Page title={t('directory.title')}>
        <EmptyState icon={IconUsers} title={t('directory.off')} text={t('directory.offText')} />
      </Page>
    )
  }
  return (
    <Page title={t('directory.title')} lead={t('directory.lead', { account: session?.account.name ?? '' })}>
      <SearchBox label={t('directory.search')} value={search} onSearch={find} />
      {!people && !list.error && <Rows />}
      {people?.length === 0 && <Nobody search={search} onClear={() => find(undefined)} />}
      {people && people.length > 0 && <DirectoryList people={people} search={search} />}
      {list.error && <ProblemAlert problem={list.error} retry={people ? list.fetchNextPage : list.refetch} />}
      {list.hasNextPage && !list.error && (
        <More fetching={list.isFetchingNextPage} fetch={list.fetchNextPage} />
      )}
      <VisuallyHidden role="status">
        {people && !list.isPlaceholderData && t('directory.found', { count: people.length })}
      </VisuallyHidden>
    </Page>
  )
}

/** The shape of what comes. */
function Rows() {
  return (
    <Stack gap="xs">
      {['first', 'second', 'third', 'fourth'].map((row) => (
        <Skeleton key={row} height={72} />
      ))}
    </Stack>
  )
}

function Nobody({ search, onClear }: { search: string | undefined; onClear: () => void }) {
  const { t } = useTranslation('portal')
  if (search === undefined) {
    return <EmptyState icon={IconUsers} title={t('directory.empty')} text={t('directory.emptyText')} />
  }
  return (
    <EmptyState
      icon={IconSearch}
      title={t('directory.noMatch')}
      text={t('directory.noMatchText', { search })}
      actions={
        <Button variant="default" onClick={onClear}>
          {t('directory.clear')}
        </Button>
      }
    />
  )
}

/** The end of what is loaded: more of it comes as soon as it is in view, or is pressed. */
function More({ fetching, fetch }: { fetching: boolean; fetch: () => Promise<unknown> }) {
  const { t } = useTranslation('portal')
  const { ref, inViewport } = useInViewport<HTMLButtonElement>()
  useEffect(() => {
    if (inViewport && !fetching) void fetch()
  }, [inViewport, fetching, fetch])
  return (
    <Button ref={ref} variant="subtle" loading={fetching} onClick={() => void fetch()}>
      {t('directory.more')}
    </Button>
  )
}
