import { Anchor, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messagesByField } from '#web/components/form/messages.ts'
import { SecretField } from '#web/components/form/secret-field.tsx'
import { digestSecret } from '../fields.ts'
import type { SipPasswordFieldProps } from './sip-password-field.tsx'
import type { TypedHash } from './subscriber-values.ts'

interface HashFieldsProps extends SipPasswordFieldProps {
  value: TypedHash
  /** Back to a password. */
  onPassword: () => void
}

const digits = { MD5: 32, 'SHA-256': 64 }

/** The parts of a hash that stands for a SIP password. Each says what is wrong with it once it was left, or the form was refused. */
export function HashFields(props: HashFieldsProps) {
  const { label, required, stored, value, onChange, error, path, onPassword } = props
  const { t } = useTranslation('subscribers')
  const box = useRef<HTMLFieldSetElement>(null)
  const [left, setLeft] = useState<Array<keyof TypedHash>>([])
  const messages = messagesByField(digestSecret.safeParse(value).error)
  const shown = (part: keyof TypedHash) => (error || left.includes(part) ? messages[part] : undefined)
  const leave = (part: keyof TypedHash) => () => setLeft((before) => [...before, part])
  // What the server says of a hash that is whole belongs to no single part.
  const ofTheWhole = Object.keys(messages).length === 0 ? error : undefined

  useEffect(() => box.current?.querySelector('input')?.focus(), [])

  return (
    <Fieldset ref={box} legend={t('hash.of', { field: label })} p="sm">
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {t('hash.help')}
        </Text>
        {/* Above the fields: a message that comes as one is left does not move it from under the pointer. */}
        <Group gap="md">
          <Anchor component="button" type="button" size="xs" mih={24} onClick={onPassword}>
            {t('hash.close')}
          </Anchor>
          {stored && (
            <Anchor component="button" type="button" size="xs" mih={24} onClick={() => onChange(undefined)}>
              {t('hash.keep')}
            </Anchor>
          )}
        </Group>
        <SecretField
          label={t('hash.ha1')}
          help={t('hash.digits', { count: digits[value.algorithm] })}
          required={required ?? false}
          stored={false}
          path={path}
          value={value.ha1}
          error={shown('ha1') ?? ofTheWhole}
          onBlur={leave('ha1')}
          onChange={(ha1) => onChange({ ...value, ha1: ha1 ?? '' })}
        />
        <TextInput
          label={t('hash.realm')}
          description={t('hash.realmHelp')}
          required={required ?? false}
          value={value.realm}
          error={shown('realm')}
          onBlur={leave('realm')}
          onChange={({ currentTarget: { value: realm } }) => onChange({ ...value, realm })}
        />
        <NativeSelect
          label={t('hash.algorithm')}
          data={Object.keys(digits)}
          value={value.algorithm}
          onChange={({ currentTarget: { value: algorithm } }) =>
            onChange({ ...value, algorithm: algorithm as TypedHash['algorithm'] })
          }
        />
      </Stack>
    </Fieldset>
  )
}
