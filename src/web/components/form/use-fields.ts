import { type ReactNode, useRef, useState } from 'react'

/** What is wrong, by field. */
export type Messages = Record<string, ReactNode>

interface FieldsOptions<Values> {
  /** What the form begins with; later ones are not looked at. */
  initial: Values
  /** Says what is wrong with what the form holds; a field without a message is right. */
  check: (values: Values) => Promise<Messages>
}

export type Fields<Values extends object> = ReturnType<typeof useFields<Values>>

/** What a form holds and what is wrong with it. A field is checked when it is left; its message goes when it is changed. */
export function useFields<Values extends object>({ initial, check }: FieldsOptions<Values>) {
  type Field = keyof Values & string
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Messages>({})
  // The newest, also between two drawings.
  const now = useRef(initial)
  const clean = useRef(initial)

  function setFieldValue<Name extends Field>(field: Name, value: Values[Name]) {
    now.current = { ...now.current, [field]: value }
    setValues(now.current)
    clearFieldError(field)
  }

  function clearFieldError(field: Field) {
    setErrors(({ [field]: _, ...others }) => others)
  }

  async function validateField(field: Field): Promise<void> {
    const checked = now.current
    const { [field]: message } = await check(checked)
    // What was typed on meanwhile is not what was checked.
    if (!isSame(checked[field], now.current[field])) return
    clearFieldError(field)
    if (message) setErrors((known) => ({ ...known, [field]: message }))
  }

  return {
    values,
    errors,
    /** The newest values, also before they are drawn. */
    getValues: () => now.current,
    setFieldValue,
    setErrors,
    clearFieldError,
    validateField,
    /** Checks every field. @returns whether all are right */
    validate: async (): Promise<boolean> => {
      const messages = Object.entries(await check(now.current)).filter(([, message]) => message)
      setErrors(Object.fromEntries(messages))
      return messages.length === 0
    },
    /** Whether a field, or any of them, holds something else than at the beginning or the last `resetDirty`. */
    isDirty: (field?: string): boolean => {
      const fields = field === undefined ? Object.keys(now.current) : [field]
      return fields.some((each) => !isSame(now.current[each as Field], clean.current[each as Field]))
    },
    /** What was typed since then. */
    typed: (): { from: Values; held: Values } => ({ from: clean.current, held: now.current }),
    resetDirty: () => {
      clean.current = now.current
    },
    /** What an input takes to show a field and to change it. */
    getInputProps: (field: Field, { type }: { type?: 'checkbox' } = {}) => ({
      ...shown(type, values[field]),
      error: errors[field],
      onChange: (given: unknown) => setFieldValue(field, heldBy(given) as Values[Field]),
      onBlur: () => void validateField(field),
      'data-path': field,
    }),
    getInputNode: (field: string) => document.querySelector<HTMLElement>(`[data-path="${field}"]`),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: which type of value an input takes is known where it is drawn
function shown(type: 'checkbox' | undefined, value: any) {
  return type === 'checkbox' ? { checked: value } : { value }
}

/** Inputs of the browser tell an event, those that are drawn tell the value itself. */
function heldBy(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('currentTarget' in given)) return given
  const box = given.currentTarget as HTMLInputElement
  return box.type === 'checkbox' ? box.checked : box.value
}

/** As text, so that lists are the same when they hold the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
