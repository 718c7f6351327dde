import { Alert, Button, Group, Text } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { numbersWithEmailQuery } from '../../subscribers/web/people-api.ts'
import { numberOf, useNumberOfPerson } from './use-number-of-person.ts'

/** Numbers that belong to nobody and have the person's e-mail address, each given by one press. Nothing where there is none. */
export function NumbersToGive({ accountId, person }: { accountId: string; person: User }) {
  const { t } = useTranslation('softphones')
  const canHave = person.status !== 'inactive'
  const { data: numbers = [] } = useQuery({
    ...numbersWithEmailQuery(accountId, person.email),
    enabled: canHave,
  })
  const { giving } = useNumberOfPerson(accountId, person)
  if (!canHave || (numbers.length === 0 && !giving.error)) return null
  return (
    <Alert variant="light" p="xs" icon={<IconUserCheck aria-hidden />}>
      {numbers.length > 0 && <Text size="sm">{t('ofPerson.sameEmail', { count: numbers.length })}</Text>}
      <Group gap="xs" mt={6}>
        {numbers.map((subscriber) => (
          <Button
            key={subscriber.id}
            size="compact-sm"
            variant="default"
            loading={giving.isPending && giving.variables.id === subscriber.id}
            onClick={() => giving.mutate(subscriber)}
          >
            {t('ofPerson.assign', { number: numberOf(subscriber) })}
          </Button>
        ))}
      </Group>
      {giving.error && <ProblemAlert problem={giving.error} />}
    </Alert>
  )
}
