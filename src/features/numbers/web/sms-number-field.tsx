import { CloseButton, TextInput } from '@mantine/core'
import { IconLock, IconSelector } from '@tabler/icons-react'
import { type ReactNode, Suspense, startTransition, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { emphasised } from '#web/components/emphasised.tsx'
import { TextLink } from '#web/components/links.tsx'
import { useWrittenNumber } from '#web/components/use-written-number.ts'
import { lazy } from '#web/lib/lazy.ts'
import { type UserNumbers, useUserNumbers } from './api.ts'

const SmsNumberList = lazy(async () => ({ default: (await import('./sms-number-list.tsx')).SmsNumberList }))

export interface SmsNumberFieldProps {
  accountId: string
  /** E.164; empty: none. */
  value: string
  onChange: (value: string) => void
  error: ReactNode
}

/**
 * The SMS number of a person, one of those of the account that nobody else has (UA-12). Until it is first gone to, it is drawn with the number
 * that is chosen: the list is loaded then. While numbers cannot be given, it says what is to be done about that, and one can still be taken.
 */
export function SmsNumberField(props: SmsNumberFieldProps) {
  const { value, error } = props
  const { t } = useTranslation('numbers')
  const userNumbers = useUserNumbers(props.accountId)
  const [wanted, setWanted] = useState(false)
  const shown = useWrittenNumber(value)
  if (userNumbers === 'twilio-off' || userNumbers === 'user-numbers-off')
    return <LockedNumber {...props} shown={shown} whyNot={userNumbers} />
  return (
    <Suspense>
      {wanted && userNumbers === 'on' ? (
        <SmsNumberList {...props} />
      ) : (
        <TextInput
          label={t('field.label')}
          description={t('field.help')}
          value={value === '' ? t('field.none') : shown}
          error={error}
          data-path="smsNumber"
          readOnly
          role="combobox"
          aria-expanded={false}
          aria-haspopup="listbox"
          rightSection={<IconSelector size={16} stroke={1.5} aria-hidden />}
          // It stays, and keeps the focus, until the list is there.
          onFocus={() => startTransition(() => setWanted(true))}
        />
      )}
    </Suspense>
  )
}

interface LockedNumberProps extends SmsNumberFieldProps {
  shown: string
  whyNot: Exclude<UserNumbers, 'on'>
}

function LockedNumber({ accountId, value, shown, error, whyNot, onChange }: LockedNumberProps) {
  const { t } = useTranslation('numbers')
  return (
    <TextInput
      label={t('field.label')}
      description={
        <>
          {emphasised(t(`field.${whyNot}`))}{' '}
          <TextLink
            to="/accounts/$accountId/integrations/twilio"
            params={{ accountId }}
            inherit
            underline="always"
          >
            {t('field.open')}
          </TextLink>
        </>
      }
      value={value === '' ? t('field.none') : shown}
      error={error}
      data-path="smsNumber"
      readOnly
      aria-disabled
      leftSection={<IconLock size={15} aria-hidden />}
      rightSection={
        value !== '' && <CloseButton size="sm" aria-label={t('field.clear')} onClick={() => onChange('')} />
      }
    />
  )
}
