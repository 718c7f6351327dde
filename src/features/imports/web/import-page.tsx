import { Button, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Import } from '../schema.ts'
import { cancelImport, importQuery, renewImport } from './api.ts'
import { ApplyImport } from './apply-import.tsx'
import { type ImportPlace, PlaceOfImport, useImportPlace } from './import-place.ts'
import { ImportState } from './import-state.tsx'
import { people, subscribers } from './kinds.ts'
import { canBeUndone } from './plan.ts'

const UndoDialog = lazy(async () => ({ default: (await import('./undo-dialog.tsx')).UndoDialog }))

/** One import of subscribers. */
export function SubscriberImport(): ReactNode {
  return (
    <ImportPage
      {...useParams({ from: '/_signed-in/accounts/$accountId/deployment/import/$importId' })}
      kind={subscribers}
    />
  )
}

/** One import of people (UA-30). */
export function UserImport(): ReactNode {
  return (
    <ImportPage
      {...useParams({ from: '/_signed-in/accounts/$accountId/users/import/$importId' })}
      kind={people}
    />
  )
}

/** Being read, ready for review, being applied, or over. */
function ImportPage({ importId, accountId, kind }: ImportPlace & { importId: string }) {
  const { t } = useTranslation('imports')
  const place = useMemo(() => ({ accountId, kind }), [accountId, kind])
  const { data: plan, error, refetch } = useQuery(importQuery(place, importId))
  const [undoing, setUndoing] = useState(false)
  return (
    <PlaceOfImport value={place}>
      <Page
        title={plan ? (plan.fileName ?? t('pastedName')) : t(`${kind.name}.title`)}
        lead={plan && <Origin plan={plan} />}
        fill
        actions={plan && <Actions plan={plan} onUndo={() => setUndoing(true)} />}
      >
        {error && !plan ? (
          <ProblemAlert problem={error} retry={refetch} />
        ) : (
          plan && <ImportState plan={plan} />
        )}
        {plan && (
          <OnceOpened when={undoing}>
            <UndoDialog plan={plan} opened={undoing} onClose={() => setUndoing(false)} />
          </OnceOpened>
        )}
      </Page>
    </PlaceOfImport>
  )
}

function Origin({ plan: { createdBy, createdAt } }: { plan: Import }) {
  const { t } = useTranslation('imports')
  return (
    <>
      {createdBy !== null && `${t('checkedBy', { name: createdBy })}, `}
      <Time at={createdAt} />
    </>
  )
}

function Actions({ plan, onUndo }: { plan: Import; onUndo: () => void }) {
  const { t } = useTranslation('imports')
  const { accountId, kind } = useImportPlace()
  return (
    <>
      <ButtonLink
        to={kind.pages.upload}
        params={{ accountId }}
        variant="default"
        {...(plan.status === 'ready' ? { visibleFrom: 'sm' } : {})}
      >
        {t('startOver')}
      </ButtonLink>
      {(plan.status === 'ready' || plan.status === 'planning') && <Discard plan={plan} />}
      {plan.status === 'ready' && <ApplyImport plan={plan} />}
      {canBeUndone(plan, new Date()) && (
        <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={onUndo}>
          {t('undo.button')}
        </Button>
      )}
    </>
  )
}

/** Ends a plan nobody wants to apply: its rows hold passwords. */
function Discard({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const queries = useQueryClient()
  const discarding = useMutation({
    mutationFn: () => cancelImport(place, plan.id),
    onSettled: () => renewImport(queries, place),
  })
  return (
    <>
      {discarding.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {discarding.error.message}
        </Text>
      )}
      <Button variant="default" loading={discarding.isPending} onClick={() => discarding.mutate()}>
        {plan.status === 'planning' ? t('sending.cancel') : t('discard')}
      </Button>
    </>
  )
}
