import { Alert } from '@mantine/core'
import { IconInfoCircle, IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { emphasised } from '#web/components/emphasised.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { twilioQuery, useUserNumbers } from './api.ts'
import type { NumbersSearch } from './search.ts'

/** Why nobody can be given a number, where that is so. */
export function UserNumbersOff({ accountId }: { accountId: string }) {
  const { t } = useTranslation('numbers')
  const userNumbers = useUserNumbers(accountId)
  if (userNumbers === undefined || userNumbers === 'on') return null
  return (
    <Alert variant="light" color="blue" icon={<IconInfoCircle aria-hidden />}>
      {emphasised(t(`off.${userNumbers}`))}{' '}
      <TextLink
        to="/accounts/$accountId/integrations/twilio"
        params={{ accountId }}
        inherit
        underline="always"
      >
        {t('off.open')}
      </TextLink>
    </Alert>
  )
}

/** What stands where the numbers would, and the next step. */
export function NoNumbers({ accountId, search, only }: NumbersSearch & { accountId: string }) {
  const { t } = useTranslation('numbers')
  const { data: twilio } = useQuery(twilioQuery(accountId))
  if (search !== undefined)
    return <EmptyState icon={IconMessage} title={t('empty.noMatchTitle')} text={t('empty.noMatchText')} />
  // Of an account without any number, none is free and none is given.
  if (only !== undefined && twilio && twilio.numbers > 0)
    return <EmptyState icon={IconMessage} title={t(`empty.${only}Title`)} text={t(`empty.${only}Text`)} />
  if (twilio === undefined) return null

  function text(): string {
    if (!twilio) return t('empty.notJoined')
    return t(twilio.synchronisedAt === null ? 'empty.notRead' : 'empty.none')
  }

  return (
    <EmptyState
      icon={IconMessage}
      title={t('empty.title')}
      text={text()}
      actions={
        <ButtonLink to="/accounts/$accountId/integrations/twilio" params={{ accountId }}>
          {t(twilio ? 'empty.open' : 'empty.setUp')}
        </ButtonLink>
      }
    />
  )
}
