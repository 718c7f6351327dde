import { Group, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { ServerSelect } from '#web/components/server-select.tsx'
import { subscriberQuery } from '../../subscribers/web/api.ts'
import { numberChoice, numbersToChoose } from '../../subscribers/web/people-api.ts'
import { useNumberOfPerson } from './use-number-of-person.ts'

/** Gives the person one of the numbers that belong to nobody. */
export function GiveNumber({ accountId, person }: { accountId: string; person: User }) {
  const { t } = useTranslation('softphones')
  const queries = useQueryClient()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const { giving } = useNumberOfPerson(accountId, person)
  const { data: chosen } = useQuery({
    ...subscriberQuery(accountId, chosenId ?? ''),
    enabled: chosenId !== null,
  })
  const submitting = useMutation({
    mutationFn: async (id: string) => {
      const newest = await queries.fetchQuery({ ...subscriberQuery(accountId, id), staleTime: 0 })
      if (newest.userId !== null) throw new Error(t('ofPerson.taken'))
      return giving.mutateAsync(newest)
    },
    onSuccess: () => setChosenId(null),
  })

  function whyNot(): string | undefined {
    if (person.status === 'inactive') return t('ofPerson.giveDeactivated')
    return chosenId === null ? t('ofPerson.giveFirst') : undefined
  }

  return (
    <Stack gap="xs">
      <ServerSelect
        label={t('ofPerson.give')}
        description={t('ofPerson.giveHelp')}
        placeholder={t('ofPerson.givePlaceholder')}
        chosen={
          chosenId === null ? undefined : chosen ? numberChoice(chosen) : { value: chosenId, label: '…' }
        }
        onChange={(id) => {
          submitting.reset()
          setChosenId(id)
        }}
        ask={numbersToChoose(accountId)}
        nothingFoundMessage={t('ofPerson.noneFree')}
        moreMessage={t('ofPerson.more')}
        clearLabel={t('ofPerson.clear')}
      />
      {submitting.error && <ProblemAlert problem={submitting.error} />}
      <Group>
        <ActionButton
          size="xs"
          loading={submitting.isPending}
          because={whyNot()}
          onClick={() => chosenId !== null && submitting.mutate(chosenId)}
        >
          {t('ofPerson.giveSubmit')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
