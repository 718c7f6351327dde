import { Button, Group, Skeleton, Text } from '@mantine/core'
import { IconAdjustments, IconBan, IconPlus, IconStar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { TextLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { subscriberCountQuery } from '../../subscribers/web/api.ts'
import type { Profile } from '../schema.ts'
import { profilesQuery } from './api.ts'
import { MakeDefault } from './make-default.tsx'

const ProfileForm = lazy(async () => ({ default: (await import('./profile-form.tsx')).ProfileForm }))
const usual: StatusLook = { color: 'indigo', icon: IconStar }
const notDeployed: StatusLook = { color: 'gray', icon: IconBan }
const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/profiles')

/** The profiles of an account (DP-1), and one of them beside the list. */
export function ProfilesPage(): ReactNode {
  const { t } = useTranslation('profiles')
  const { accountId } = route.useParams()
  const { open } = route.useSearch()
  const navigate = route.useNavigate()
  const profiles = useQuery(profilesQuery(accountId))
  const columns = useColumns()
  const show = (id: string | undefined) => void navigate({ search: { open: id } })
  const shown = profiles.data?.find(({ id }) => id === open)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      fill
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('new')}>
          {t('new')}
        </Button>
      }
    >
      <WithPanel
        panel={
          (open === 'new' || shown) && (
            <SidePanel
              title={shown?.name ?? t('newTitle')}
              subject={open ?? ''}
              onClose={() => show(undefined)}
            >
              {shown && (
                <Group justify="space-between" gap="xs" mb="sm">
                  <UsedBy accountId={accountId} profileId={shown.id} />
                  <MakeDefault accountId={accountId} profile={shown} />
                </Group>
              )}
              <Suspense fallback={<FormSkeleton />}>
                <ProfileForm
                  key={open}
                  accountId={accountId}
                  profile={shown}
                  onDone={() => show(undefined)}
                />
              </Suspense>
            </SidePanel>
          )
        }
      >
        {profiles.error ? (
          <ProblemAlert problem={profiles.error} retry={profiles.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            rows={profiles.data ?? []}
            rowId={(profile) => profile.id}
            openId={open}
            linkOf={({ id }) => ({ to: '.', search: { open: id } })}
            loading={profiles.isPending}
            empty={<EmptyState icon={IconAdjustments} title={t('empty.title')} text={t('empty.text')} />}
          />
        )}
      </WithPanel>
    </Page>
  )
}

/** How many have the profile, with the way to them (DP-1). */
function UsedBy({ accountId, profileId }: { accountId: string; profileId: string }) {
  const { t } = useTranslation('profiles')
  const { data: count } = useQuery(subscriberCountQuery(accountId, { profileId }))
  if (count === undefined) return <Skeleton height={21} width={140} aria-hidden />
  return (
    <Text size="sm" c="dimmed">
      {count === 0 ? (
        t('usedBy', { count })
      ) : (
        <TextLink
          to="/accounts/$accountId/deployment/subscribers"
          params={{ accountId }}
          search={{ profileId }}
          size="sm"
        >
          {t('usedBy', { count })}
        </TextLink>
      )}
    </Text>
  )
}

function useColumns(): GridColumn<Profile>[] {
  const { t } = useTranslation('profiles')
  return useMemo(
    () => [
      { id: 'name', header: t('column.name'), width: 260, cell: (profile) => <Name profile={profile} /> },
      {
        id: 'mbg',
        header: t('column.mbg'),
        width: 210,
        cell: ({ mbgSipHost }) =>
          mbgSipHost ?? (
            <span className="rc-faint" title={t('standAloneHint')}>
              {t('standAlone')}
            </span>
          ),
      },
      {
        id: 'transport',
        header: t('column.transport'),
        width: 100,
        cell: (profile) => t(`transport.${profile.mbgSipHost ? profile.mbgTransport : profile.pbxTransport}`),
      },
      {
        id: 'pin',
        header: t('column.pin'),
        width: 100,
        cell: ({ pinRequired }) => t(pinRequired ? 'pin.required' : 'pin.optional'),
      },
      {
        id: 'link',
        header: t('column.link'),
        width: 100,
        cell: ({ linkLifeHours }) => t('hours', { count: linkLifeHours }),
      },
      {
        id: 'apps',
        header: t('column.apps'),
        width: 220,
        cell: ({ clientKinds }) => clientKinds.map((kind) => t(`app.${kind}`)).join(', '),
      },
      {
        id: 'changed',
        header: t('column.changed'),
        width: 130,
        cell: ({ updatedAt }) => <Time at={updatedAt} />,
      },
    ],
    [t],
  )
}

function Name({ profile }: { profile: Profile }) {
  const { t } = useTranslation('profiles')
  return (
    <Group gap={8} wrap="nowrap">
      {profile.name}
      {profile.isDefault && <StatusBadge look={usual}>{t('default')}</StatusBadge>}
      {profile.doNotDeploy && profile.name !== t('doNotDeploy') && (
        <StatusBadge look={notDeployed}>{t('doNotDeploy')}</StatusBadge>
      )}
    </Group>
  )
}
