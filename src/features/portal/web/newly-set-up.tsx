import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconBan, IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnClient } from '#features/deployment/portal/schema.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { hourOf } from '#web/lib/times.ts'
import { endClient, ownSubscribersQuery } from './api.ts'

interface NewlySetUpProps {
  subscriberId: string
  /** What was set up with the link. */
  clients: OwnClient[]
  onDone: () => void
  /** Stands here until something was set up. */
  children: ReactNode
}

/** Says at once which softphone was set up, and removes it again where somebody else has done that. */
export function NewlySetUp({ subscriberId, clients, onDone, children }: NewlySetUpProps): ReactNode {
  const { t, i18n } = useTranslation('portal')
  const queries = useQueryClient()
  const [removed, setRemoved] = useState<string[]>([])
  const removing = useMutation({
    // Whoever has it has read the passwords within: it is as good as stolen.
    mutationFn: ({ id }: OwnClient) => endClient(subscriberId, id, 'lost'),
    onSuccess: (_nothing, { name }) => {
      setRemoved((before) => [...before, name])
      return queries.invalidateQueries({ queryKey: ownSubscribersQuery.queryKey })
    },
  })
  if (clients.length === 0 && removed.length === 0) return children
  return (
    <Stack role="status">
      {clients.map((client) => (
        <Alert
          key={client.id}
          variant="light"
          color="teal"
          icon={<IconCircleCheck aria-hidden />}
          title={t('setUp.done', {
            app: client.name,
            time: hourOf(new Date(client.downloadedAt ?? client.createdAt), i18n.language),
          })}
        >
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('setUp.doneText')}</Text>
            <Text size="sm">{t('setUp.notMineHelp')}</Text>
            <Button
              color="red"
              variant="outline"
              loading={removing.isPending && removing.variables.id === client.id}
              onClick={() => removing.mutate(client)}
            >
              {t('setUp.notMine')}
            </Button>
          </Stack>
        </Alert>
      ))}
      {removed.map((app) => (
        <Alert key={app} variant="light" color="gray" icon={<IconBan aria-hidden />}>
          {t('setUp.blocked', { app })}
        </Alert>
      ))}
      {removing.error && <ProblemAlert problem={removing.error} />}
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('setUp.finish')}</Button>
      </Group>
    </Stack>
  )
}
