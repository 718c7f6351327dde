import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { TextLink } from '#web/components/links.tsx'
import { faresQuery } from './api.ts'

/** The acts that send e-mails with links. */
const mailing = new Set(['deployment', 'automatic-deployment'])
/** What is to be mended comes first. */
const states = ['failed', 'queued', 'sent'] as const

interface EmailsOfOperationProps {
  accountId: string
  operation: Operation
}

/** How the e-mails of a deployment fare after it has queued them, each count leading to its people, who can be deployed again there. */
export function EmailsOfOperation({ accountId, operation }: EmailsOfOperationProps) {
  if (!mailing.has(operation.kind) || operation.done === 0) return null
  return <Fares accountId={accountId} operation={operation} />
}

function Fares({ accountId, operation }: EmailsOfOperationProps) {
  const { t } = useTranslation('deployments')
  const { data: counts } = useQuery(faresQuery(accountId, operation))
  const told = states.flatMap((state) => {
    const count = counts?.[state]
    return count ? [{ state, count }] : []
  })
  if (told.length === 0) return null
  return (
    <Group gap="4px 16px" role="group" aria-label={t('fares.label')}>
      {told.map(({ state, count }) => (
        <TextLink
          key={state}
          to="/accounts/$accountId/deployment/subscribers"
          params={{ accountId }}
          search={{ operationId: operation.id, state }}
          size="sm"
          fw={state === 'failed' ? 600 : undefined}
          c={state === 'failed' ? 'var(--mantine-color-error)' : undefined}
          underline="always"
        >
          {t(`fares.${state}`, { count })}
        </TextLink>
      ))}
    </Group>
  )
}
