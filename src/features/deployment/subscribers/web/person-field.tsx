import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLock, IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { userQuery } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import type { Fields } from '#web/components/form/use-fields.ts'
import { TextLink } from '#web/components/links.tsx'
import { ServerSelect } from '#web/components/server-select.tsx'
import type { Subscriber } from '../schema.ts'
import { peopleToChoose, personChoice, personWithEmailQuery } from './people-api.ts'
import type { SubscriberValues } from './subscriber-values.ts'

interface PersonFieldProps {
  accountId: string
  form: Fields<SubscriberValues>
  subscriber: Subscriber | undefined
}

/** Whose the number is. Who has the e-mail address that stands in the form is offered as one press. */
export function PersonField({ accountId, form, subscriber }: PersonFieldProps) {
  const { t } = useTranslation('subscribers')
  const { userId, email } = form.values
  const { data: person } = useQuery({ ...userQuery(accountId, userId), enabled: userId !== '' })
  const chosen =
    userId === '' ? undefined : person ? personChoice(person) : { value: userId, label: t('person.loading') }
  const link = person && (
    <TextLink
      to="/accounts/$accountId/users"
      params={{ accountId }}
      search={{ open: userId }}
      inherit
      underline="always"
    >
      {t('person.open', { name: fullName(person) })}
    </TextLink>
  )

  function choose(id: string | null) {
    form.setFieldValue('userId', id ?? '')
    form.clearFieldError('userId')
  }

  if (subscriber?.owners.userId !== undefined) {
    return (
      <TextInput
        label={t('field.userId')}
        description={
          <>
            {t('owned')} {link}
          </>
        }
        value={chosen?.label ?? t('person.none')}
        readOnly
        leftSection={<IconLock size={15} aria-hidden />}
      />
    )
  }
  return (
    <div>
      <ServerSelect
        label={t('field.userId')}
        description={
          <>
            {t('help.userId')} {link}
          </>
        }
        placeholder={t('person.none')}
        chosen={chosen}
        error={form.errors.userId}
        onChange={choose}
        ask={peopleToChoose(accountId, t('person.deactivated'))}
        nothingFoundMessage={t('person.noMatch')}
        moreMessage={t('person.more')}
        clearLabel={t('person.clear')}
        data-path="userId"
      />
      {userId === '' && <Suggestion accountId={accountId} email={email} onAssign={choose} />}
    </div>
  )
}

interface SuggestionProps {
  accountId: string
  email: string
  onAssign: (userId: string) => void
}

function Suggestion({ accountId, email, onAssign }: SuggestionProps) {
  const { t } = useTranslation('subscribers')
  const [address] = useDebouncedValue(email.trim(), 300)
  const { data: person } = useQuery({
    ...personWithEmailQuery(accountId, address),
    enabled: /.@.+\../.test(address),
  })
  return (
    <div aria-live="polite">
      {person && (
        <Group gap="xs" mt={6}>
          <Text size="sm">{t('person.sameEmail', { name: fullName(person) })}</Text>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconUserCheck size={14} aria-hidden />}
            onClick={() => onAssign(person.id)}
          >
            {t('person.assign', { name: fullName(person) })}
          </Button>
        </Group>
      )}
    </div>
  )
}
