import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { NameInPlace } from '#web/components/name-in-place.tsx'
import type { Client } from '../schema.ts'
import { clientsQuery, renameClient } from './api.ts'

interface ClientNameProps {
  accountId: string
  subscriberId: string
  client: Client
}

/** A softphone's name, which can be changed where it stands. */
export function ClientName({ accountId, subscriberId, client }: ClientNameProps) {
  const { t } = useTranslation('softphones')
  const queries = useQueryClient()

  async function rename(name: string) {
    await renameClient(accountId, subscriberId, client.id, name)
    await queries.invalidateQueries({ queryKey: clientsQuery(accountId, subscriberId).queryKey })
  }

  return (
    <NameInPlace
      name={client.name}
      label={t('clients.name')}
      change={t('clients.rename', { name: client.name })}
      rename={rename}
    />
  )
}
