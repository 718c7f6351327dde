import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { emphasised } from '#web/components/emphasised.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { isTyped, TypedWord } from '#web/components/typed-word.tsx'
import type { UserDeletionForecast } from '../schema.ts'
import { type UserSelection, userDeletionForecast, usersKey } from './api.ts'

/** Counted when it is asked for, and never kept from an earlier look. */
const forecastQuery = (accountId: string, selection: UserSelection) =>
  queryOptions({
    queryKey: [...usersKey(accountId), 'deletion-forecast', selection],
    queryFn: () => userDeletionForecast(accountId, selection),
    staleTime: 0,
    gcTime: 0,
  })

interface DeletionConfirmationProps {
  accountId: string
  selection: UserSelection
  deleting: boolean
  problem: Error | null
  onCancel: () => void
  /** Called with what was foretold, when the word was typed. */
  onDelete: (forecast: UserDeletionForecast) => void
}

/** What deleting these people does, in words with numbers, the word to be typed, and the button that does it. */
export function DeletionConfirmation(props: DeletionConfirmationProps) {
  const { accountId, selection, deleting, problem, onCancel, onDelete } = props
  const { t } = useTranslation('person')
  const forecast = useQuery(forecastQuery(accountId, selection))
  const [typed, setTyped] = useState('')
  const word = t('typed.delete', { ns: 'common' })
  const nobody = forecast.data !== undefined && forecast.data.deleted + forecast.data.keptListed === 0

  function whyNot(): string | undefined {
    if (forecast.data === undefined) return t('delete.counting')
    if (nobody) return t('delete.nobody')
    return isTyped(typed, word) ? undefined : t('typed.missing', { ns: 'common', word })
  }

  function act() {
    if (forecast.data && whyNot() === undefined && !deleting) onDelete(forecast.data)
  }

  if (forecast.error) return <ProblemAlert problem={forecast.error} retry={forecast.refetch} />
  return (
    <Stack>
      <div aria-live="polite" aria-busy={forecast.isPending}>
        {forecast.data ? <Foretold forecast={forecast.data} /> : <Skeleton height={66} />}
      </div>
      {!nobody && <TypedWord word={word} value={typed} onChange={setTyped} onEnter={act} />}
      {problem && <ProblemAlert problem={problem} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus={nobody || undefined} onClick={onCancel}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton color="red" loading={deleting} because={whyNot()} onClick={act}>
          {t('delete.submit')}
        </ActionButton>
      </Group>
    </Stack>
  )
}

function Foretold({ forecast }: { forecast: UserDeletionForecast }) {
  const { t } = useTranslation('person')
  const counted = ['deleted', 'keptListed', 'clientsRevoked', 'clientsKept'] as const
  return (
    <>
      <List size="sm" spacing={6}>
        {counted
          .filter((each) => forecast[each] > 0)
          .map((each) => (
            <List.Item key={each}>
              {emphasised(t(`delete.will.${each}`, { count: forecast[each] }))}
            </List.Item>
          ))}
        {forecast.refused.map(({ code, message, count }) => (
          <List.Item key={code}>
            {emphasised(t('delete.will.refused', { count }))} {message}
          </List.Item>
        ))}
      </List>
      {forecast.deleted + forecast.keptListed > 0 && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('delete.sources')}
        </Text>
      )}
    </>
  )
}
