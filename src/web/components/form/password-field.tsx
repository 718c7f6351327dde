import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/**
 * A field for a password. The one of Mantine only looks wrong when it is; this one also says so to a screen reader. Its eye is reached by the
 * keyboard; `aria-pressed` says whether the password is shown.
 */
export function PasswordField(props: PasswordInputProps & { label: string }) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      aria-invalid={props.error ? true : undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('secret.showTyped', { field: props.label }) }}
      {...props}
    />
  )
}
