import { Anchor, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { mailLink } from '#web/lib/mail-link.ts'
import type { OwnDetails } from '../schema.ts'

type Contact = Pick<
  OwnDetails['account'],
  'supportContactName' | 'supportContactEmail' | 'supportContactPhone'
>

/** Whom to ask: the support contact of the account, and how to reach them; where none is named, the administrator. */
export function SupportContact({ contact }: { contact: Contact }): ReactNode {
  const { t } = useTranslation('portal')
  const { supportContactName: name, supportContactEmail: email, supportContactPhone: phone } = contact
  const named = name ? t('ask.contact', { name }) : t('ask.contactUnnamed')
  return (
    <>
      <Text size="sm">{name || email || phone ? named : t('ask.somebody')}</Text>
      {email && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('ask.write')}{' '}
          <Anchor href={mailLink(email)} size="sm" underline="always">
            {email}
          </Anchor>
        </Text>
      )}
      {phone && (
        <Text size="sm">
          {t('ask.call')}{' '}
          <Anchor href={`tel:${phone.replace(/[^+\d]/g, '')}`} size="sm" underline="always">
            {phone}
          </Anchor>
        </Text>
      )}
    </>
  )
}
