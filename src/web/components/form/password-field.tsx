import { PasswordInput, type PasswordInputProps } from '@mantine/core'

/** A field for a password. The one of Mantine only looks wrong when it is; this one also says so to a screen reader. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput aria-invalid={props.error ? true : undefined} {...props} />
}
