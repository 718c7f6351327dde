import { TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

/** Digits of a code from an authenticator app (RFC 6238). */
const codeLength = 6

interface CodeFieldProps {
  label: string
  description?: string
  value: string
  onChange: (code: string) => void
  /** Called as soon as the code is whole, by typing or by pasting. */
  onWhole: (code: string) => void
  /** What is wrong with the code that was sent; the field takes the focus again. */
  error: ReactNode
  size?: 'sm' | 'md'
}

/** The six digits of an authenticator app. What is pasted may hold spaces; phones offer it by themselves. */
export function CodeField({ label, description, value, onChange, onWhole, error, size }: CodeFieldProps) {
  const box = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code that was refused is the reason to go back to it
  useEffect(() => box.current?.focus(), [error])

  function take(typed: string) {
    const code = typed.replace(/\D/g, '').slice(0, codeLength)
    onChange(code)
    if (code.length === codeLength && code !== value) onWhole(code)
  }

  return (
    <TextInput
      ref={box}
      label={label}
      description={description}
      inputMode="numeric"
      autoComplete="one-time-code"
      size={size}
      value={value}
      error={error}
      data-autofocus
      onChange={({ currentTarget }) => take(currentTarget.value)}
    />
  )
}
