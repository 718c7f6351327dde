import { VisuallyHidden } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withNumbersJoined } from '#features/users/needle.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { invitationLooks } from '#features/users/web/user-status.tsx'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { Marked } from '#web/components/marked.tsx'
import { StatusBadge } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import type { InvitationOfPerson } from '../schema.ts'

const looks = { ...invitationLooks, used: { color: 'teal', icon: IconCircleCheck } }

/** The columns of the list of invitations. @param search what was searched for, to be marked */
export function useInvitationColumns(search: string | undefined): GridColumn<InvitationOfPerson>[] {
  const { t } = useTranslation('invitations')
  return useMemo(() => {
    const needle = search && withNumbersJoined(search)
    return [
      {
        id: 'name',
        header: t('column.name'),
        width: 180,
        cell: (row) => <Marked text={fullName(row)} search={needle} />,
      },
      {
        id: 'email',
        header: t('column.email'),
        width: 230,
        cell: ({ email }) => <Marked text={email} search={needle} />,
      },
      { id: 'state', header: t('column.state'), width: 160, cell: (row) => <State {...row} /> },
      {
        id: 'sent',
        header: t('column.sent'),
        hint: t('hint.sent'),
        width: 120,
        cell: ({ sentAt }) => <Time at={sentAt} />,
      },
      {
        id: 'expires',
        header: t('column.expires'),
        hint: t('hint.expires'),
        width: 120,
        // Whoever has registered needs it no more.
        cell: ({ state, expiresAt }) => <Time at={state === 'used' ? null : expiresAt} />,
      },
      {
        id: 'answer',
        header: t('column.answer'),
        width: 320,
        cell: ({ answer }) => <Answer text={answer} />,
      },
    ]
  }, [t, search])
}

function State({ state, answer }: Pick<InvitationOfPerson, 'state' | 'answer'>) {
  const { t } = useTranslation('invitations')
  const isToBeSaid = state === 'failed' || state === 'not-sent' || state === 'queued'
  const said = isToBeSaid ? answer : null
  return (
    <StatusBadge look={looks[state]} title={[t(`stateHint.${state}`), said].filter(Boolean).join('\n')}>
      {t(`state.${state}`)}
      {said && <VisuallyHidden>: {said}</VisuallyHidden>}
    </StatusBadge>
  )
}

/** Cut to its column; whole on hover. */
function Answer({ text }: { text: string | null }) {
  return text && <span title={text}>{text}</span>
}
