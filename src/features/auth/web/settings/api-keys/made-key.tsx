import { Alert, Button, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '#web/components/copy-field.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { apiKeysQuery } from './api.ts'

interface MadeKeyProps {
  accountId: string
  made: { key: string; scopes: string[] }
  onDone: () => void
}

/** A key as long as it is shown, which is this once: it goes when it is said that it was copied, or after a question. */
export function MadeKey({ accountId, made: { key, scopes }, onDone }: MadeKeyProps) {
  const { t } = useTranslation('apiKeys')
  const queries = useQueryClient()
  const box = useRef<HTMLDivElement>(null)
  const kept = useRef(false)
  const url = `${window.location.origin}/api/v1/accounts/${accountId}${firstCall(scopes)}`

  // The form that had the focus is gone.
  useEffect(() => box.current?.focus(), [])

  function finish() {
    kept.current = true
    // The first call may have been made by now.
    void queries.invalidateQueries({ queryKey: apiKeysQuery(accountId).queryKey })
    onDone()
  }

  return (
    <Stack>
      <UnsavedGuard isDirty={() => !kept.current} words={t('made.leave', { returnObjects: true })} />
      <Alert
        ref={box}
        tabIndex={-1}
        variant="light"
        color="orange"
        role="status"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('made.title')}
      >
        {t('made.text')}
      </Alert>
      <CopyField label={t('made.key')} value={key} />
      <CopyField
        label={t('made.call')}
        description={t('made.callHelp')}
        value={`curl -H "Authorization: Bearer $API_KEY" ${url}`}
      />
      <Button onClick={finish}>{t('made.done')}</Button>
    </Stack>
  )
}

/** Something that the key may read, so that the call succeeds. */
function firstCall(scopes: string[]): string {
  const readable = [
    ['users.read', '/users'],
    ['subscribers.read', '/subscribers'],
    ['locations.read', '/locations'],
  ] as const
  return readable.find(([scope]) => scopes.includes(scope))?.[1] ?? ''
}
