import { Alert, Button, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { emphasised } from '#web/components/emphasised.tsx'
import { TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { SmsNumberForecast } from '../schema.ts'
import {
  numberForecastQuery,
  numbersKey,
  startNumberAssignment,
  type UserNumbers,
  useUserNumbers,
} from './api.ts'

type Way = 'assign' | 'unassign'

interface AssignFormProps {
  accountId: string
  chosen: Chosen
  onCancel: () => void
  onStarted: (operation: Operation) => void
}

/** How many numbers there are for how many people, and the choice. With fewer numbers than people, giving is not offered. */
export function AssignForm({ accountId, chosen, onCancel, onStarted }: AssignFormProps) {
  const { t } = useTranslation('numbers')
  const queries = useQueryClient()
  const userNumbers = useUserNumbers(accountId)
  const forecast = useQuery(numberForecastQuery(accountId, chosen.selection))
  const [way, setWay] = useState<Way>()
  const saving = useMutation({
    mutationFn: (chosenWay: Way) =>
      startNumberAssignment(accountId, {
        selection: chosen.selection,
        assign: chosenWay === 'assign',
      }),
    onSuccess: (operation) => {
      followOperation(queries, accountId, operation)
      onStarted(operation)
    },
    // There are fewer numbers than were foretold, or they were turned off: what is said above is asked anew.
    onError: () => queries.invalidateQueries({ queryKey: numbersKey(accountId) }),
  })
  if (forecast.error) return <ProblemAlert problem={forecast.error} retry={forecast.refetch} />
  if (!forecast.data || userNumbers === undefined) return <Skeleton height={150} />

  const { missing } = forecast.data
  const canAssign = userNumbers === 'on' && missing === 0
  const ways: Way[] = canAssign ? ['assign', 'unassign'] : ['unassign']
  // What was chosen may have been taken off the list since.
  const taken = way && ways.includes(way) ? way : undefined
  return (
    <Stack>
      <Standing accountId={accountId} userNumbers={userNumbers} forecast={forecast.data} />
      <NativeSelect
        label={t('manage.overwrite')}
        data-autofocus
        data={[
          { value: '', label: t('manage.choose') },
          ...ways.map((value) => ({ value, label: t(`manage.${value}`) })),
        ]}
        value={taken ?? ''}
        onChange={({ currentTarget: { value } }) => {
          saving.reset()
          setWay(ways.find((each) => each === value))
        }}
      />
      <Text size="sm" aria-live="polite">
        {taken && t(`manage.effect.${taken}`)}
      </Text>
      {saving.error && <ProblemAlert problem={saving.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton
          loading={saving.isPending}
          because={taken ? undefined : t('manage.chooseFirst')}
          onClick={() => taken && saving.mutate(taken)}
        >
          {t('save', { ns: 'common' })}
        </ActionButton>
      </Group>
    </Stack>
  )
}

interface StandingProps {
  accountId: string
  userNumbers: UserNumbers
  forecast: SmsNumberForecast
}

function Standing({ accountId, userNumbers, forecast }: StandingProps) {
  const { t } = useTranslation('numbers')
  const { people, available, missing } = forecast
  if (userNumbers !== 'on') {
    return (
      <Alert color="blue" variant="light" icon={<IconInfoCircle aria-hidden />}>
        {emphasised(t(`field.${userNumbers}`))}{' '}
        <TextLink
          to="/accounts/$accountId/integrations/twilio"
          params={{ accountId }}
          inherit
          underline="always"
        >
          {t('field.open')}
        </TextLink>
      </Alert>
    )
  }
  if (missing === 0) return <Text size="sm">{t('manage.enough', { count: people, available })}</Text>
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {t('manage.tooFew', { people, available, missing })}
    </Alert>
  )
}
