import { ActionIcon, Anchor, Button, Group, Input, Text } from '@mantine/core'
import { IconEye, IconEyeOff, IconLock, IconLockOff } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A secret as a form holds it: undefined keeps what is stored, null removes it, a text replaces it. */
export type SecretValue = string | null | undefined

interface SecretFieldProps {
  label: string
  help?: string
  /** Marked as such; what is stored counts. */
  required?: boolean
  /** Whether something is stored. */
  stored: boolean
  /** False for what can be replaced only. */
  removable?: boolean
  value: SecretValue
  onChange: (value: SecretValue) => void
  onBlur?: (() => void) | undefined
  error?: ReactNode
  /** Fills a value in, such as *Generate PIN*. */
  generate?: { label: string; make: () => string }
  /** Digits that the admin reads out to the person: shown while they are typed. */
  pin?: boolean
  path: string
  /** Another way to give the secret, offered while it is typed. */
  instead?: { label: string; choose: () => void } | undefined
  /** Takes the focus when it is drawn. */
  focusAtOnce?: boolean
}

const order: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error']

/** A secret that is written and never read: it says whether something is stored, and lets it be replaced or removed. */
export function SecretField(props: SecretFieldProps) {
  const { label, help, error, required, stored, removable = true, value, onChange, instead } = props
  const { t } = useTranslation()
  const id = useId()
  const [justOpened, setJustOpened] = useState(props.focusAtOnce ?? false)
  const typed = typeof value === 'string' || !stored

  return (
    <Input.Wrapper
      label={label}
      description={help}
      error={error}
      id={id}
      required={required}
      inputWrapperOrder={order}
      descriptionProps={{ mt: 5 }}
      errorProps={{ mt: 5 }}
      labelElement={typed ? 'label' : 'div'}
    >
      <Group gap="xs" wrap="nowrap" align="center" mih={34}>
        {typed ? (
          <SecretInput {...props} id={id} focusAtOnce={justOpened} />
        ) : (
          <SecretStatus
            text={value === null ? t('secret.removed') : t('secret.set')}
            removed={value === null}
          />
        )}
        {props.generate && (typed || value === undefined) && (
          <Button variant="default" size="xs" onClick={() => onChange(props.generate?.make())}>
            {props.generate.label}
          </Button>
        )}
        {stored && value === undefined && (
          <>
            <Button
              variant="default"
              size="xs"
              aria-label={t('secret.replaceNamed', { field: label })}
              onClick={() => {
                setJustOpened(true)
                onChange('')
              }}
            >
              {t('secret.replace')}
            </Button>
            {removable && (
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t('secret.removeNamed', { field: label })}
                onClick={() => onChange(null)}
              >
                {t('secret.remove')}
              </Button>
            )}
          </>
        )}
        {stored && value !== undefined && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={t('secret.keepNamed', { field: label })}
            onClick={() => onChange(undefined)}
          >
            {t('secret.keep')}
          </Button>
        )}
      </Group>
      {instead && typed && (
        <Anchor component="button" type="button" size="xs" mih={24} onClick={instead.choose}>
          {instead.label}
        </Anchor>
      )}
    </Input.Wrapper>
  )
}

function SecretStatus({ text, removed }: { text: string; removed: boolean }) {
  const Shape = removed ? IconLockOff : IconLock
  return (
    <Group gap={6} wrap="nowrap" c="dimmed" flex={1}>
      <Shape size={15} aria-hidden />
      <Text size="sm" span>
        {text}
      </Text>
    </Group>
  )
}

/** A bare input: within the wrapper of the field it is told by itself what describes it, such as the message of an error. */
function SecretInput(props: SecretFieldProps & { id: string; focusAtOnce: boolean }) {
  const { label, value, stored, pin, onChange, focusAtOnce } = props
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focusAtOnce) box.current?.focus()
  }, [focusAtOnce])
  const Eye = shown ? IconEyeOff : IconEye
  const toggle = (
    <ActionIcon
      size={26}
      variant="subtle"
      color="gray"
      aria-label={t(shown ? 'secret.hideTyped' : 'secret.showTyped', { field: label })}
      onClick={() => setShown(!shown)}
    >
      <Eye size={16} aria-hidden />
    </ActionIcon>
  )
  return (
    <Input
      ref={box}
      id={props.id}
      type={pin || shown ? 'text' : 'password'}
      inputMode={pin ? 'numeric' : 'text'}
      autoComplete={pin ? 'off' : 'new-password'}
      rightSection={pin ? undefined : toggle}
      rightSectionPointerEvents="all"
      value={value ?? ''}
      error={Boolean(props.error)}
      required={props.required}
      data-path={props.path}
      flex={1}
      // Where nothing is stored, an emptied field is one that was never touched.
      onChange={({ currentTarget: { value: typed } }) =>
        onChange(typed === '' && !stored ? undefined : typed)
      }
      onBlur={props.onBlur}
    />
  )
}
