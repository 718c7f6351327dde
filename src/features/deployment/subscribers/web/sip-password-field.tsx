import { Skeleton } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SecretField } from '#web/components/form/secret-field.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { SipPasswordValue } from './subscriber-values.ts'

const HashFields = lazy(async () => ({ default: (await import('./hash-fields.tsx')).HashFields }))

export interface SipPasswordFieldProps {
  label: string
  required?: boolean
  stored: boolean
  value: SipPasswordValue
  onChange: (value: SipPasswordValue) => void
  onBlur: () => void
  error: ReactNode
  path: string
}

/** A SIP password, or a hash in its place: both are written and never read (MU-14). */
export function SipPasswordField(props: SipPasswordFieldProps) {
  const { value, stored, onChange } = props
  const { t } = useTranslation('subscribers')
  const [cameBack, setCameBack] = useState(false)
  if (typeof value === 'object' && value !== null) {
    return (
      <Suspense fallback={<Skeleton height={220} />}>
        <HashFields
          {...props}
          value={value}
          onPassword={() => {
            setCameBack(true)
            onChange(stored ? '' : undefined)
          }}
        />
      </Suspense>
    )
  }
  return (
    <SecretField
      {...props}
      value={value}
      focusAtOnce={cameBack}
      instead={{
        label: t('hash.open'),
        choose: () => onChange({ algorithm: 'MD5', realm: '', ha1: '' }),
      }}
    />
  )
}
