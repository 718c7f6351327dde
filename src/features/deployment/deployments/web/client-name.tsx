import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
  const [typed, setTyped] = useState<string>()
  const renaming = useMutation({
    mutationFn: (name: string) => renameClient(accountId, subscriberId, client.id, name),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: clientsQuery(accountId, subscriberId).queryKey })
      setTyped(undefined)
    },
  })

  function leave() {
    renaming.reset()
    setTyped(undefined)
  }

  function save(event: FormEvent) {
    event.preventDefault()
    const name = typed?.trim() ?? ''
    if (name === client.name) leave()
    else renaming.mutate(name)
  }

  function leaveOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    // The panel would close.
    event.preventDefault()
    leave()
  }

  if (typed === undefined) {
    return (
      <Group gap={4} wrap="nowrap">
        <Text fw={600}>{client.name}</Text>
        <ActionIcon
          size={24}
          variant="subtle"
          color="gray"
          aria-label={t('clients.rename', { name: client.name })}
          onClick={() => setTyped(client.name)}
        >
          <IconPencil size={15} aria-hidden />
        </ActionIcon>
      </Group>
    )
  }
  return (
    <form onSubmit={save}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <TextInput
          size="xs"
          aria-label={t('clients.name')}
          value={typed}
          maxLength={100}
          error={renaming.error?.message}
          autoFocus
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={leaveOnEscape}
        />
        <ActionIcon
          type="submit"
          variant="light"
          loading={renaming.isPending}
          aria-label={t('save', { ns: 'common' })}
        >
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={leave} aria-label={t('cancel', { ns: 'common' })}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </form>
  )
}
