import { type FormErrors, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { Problem } from '#web/lib/api/request.ts'
import { messagesByField } from './messages.ts'

interface RecordFormOptions<Values extends object, Body, Saved> {
  initial: Values
  /** The shape the API takes: one rule for the form, the API and imports. */
  schema: z.ZodType<Body>
  /** What the fields hold, as the API takes it. */
  bodyOf: (values: Values) => unknown
  /** Rules that span several fields; a message per field. */
  check?: (values: Values) => FormErrors
  save: (body: Body) => Promise<Saved>
  /** For a change, only what was changed is sent: somebody else's other fields stay theirs. */
  onlyChanges?: boolean
  onSaved: (saved: Saved) => void
}

/** A form that is checked on leaving each field by the API's own shape, and again by the server when it is sent. */
export function useRecordForm<Values extends object, Body extends object, Saved>(
  options: RecordFormOptions<Values, Body, Saved>,
) {
  const { initial, schema, bodyOf, check, save, onlyChanges = false, onSaved } = options
  const form = useForm<Values>({
    initialValues: initial,
    validateInputOnBlur: true,
    validate: (values) => ({
      ...check?.(values),
      ...messagesByField(schema.safeParse(bodyOf(values)).error),
    }),
  })
  const [refusals, setRefusals] = useState(0)
  const refused = () => setRefusals((count) => count + 1)
  const saving = useMutation({
    mutationFn: async (values: Values) => save(bodyFor(values)),
    onSuccess: (saved) => {
      form.resetDirty()
      onSaved(saved)
    },
    onError: (error) => {
      if (error instanceof Problem) form.setErrors(fieldErrors(error, initial))
      refused()
    },
  })

  function bodyFor(values: Values): Body {
    const body = schema.parse(bodyOf(values))
    if (!onlyChanges) return body
    return Object.fromEntries(Object.entries(body).filter(([field]) => form.isDirty(field))) as Body
  }

  return {
    form,
    saving: saving.isPending,
    /** What the server said that belongs to no single field. */
    problem: saving.error ?? undefined,
    /** How often sending was refused, here or by the server: each time the summary takes the focus. */
    refusals,
    submit: form.onSubmit((values) => saving.mutate(values), refused),
    /** Sends what the form holds; answers what was saved, or undefined when a field is wrong. */
    submitNow: async (): Promise<Saved | undefined> => {
      if (form.validate().hasErrors) {
        refused()
        return undefined
      }
      return saving.mutateAsync(form.getValues()).catch(() => undefined)
    },
  }
}

export type RecordForm<Values extends object> = Pick<
  ReturnType<typeof useRecordForm<Values, object, unknown>>,
  'form' | 'saving' | 'problem' | 'refusals' | 'submit'
>

/** The server's messages by field, those at least whose field is in the form; `codecs.2` belongs to `codecs`. */
function fieldErrors(problem: Problem, fields: object): FormErrors {
  const errors = problem.errors.map(({ path, message }) => [path.split('.')[0] ?? path, message] as const)
  return Object.fromEntries(errors.filter(([field]) => field in fields))
}
