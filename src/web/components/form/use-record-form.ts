import { type FormErrors, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
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
  /** Called with a form that is right, before it is sent; true: something is asked first, and `submitNow` follows or nothing does. */
  asksFirst?: (values: Values) => boolean
}

/** A form that is checked on leaving each field by the API's own shape, and again by the server when it is sent. */
export function useRecordForm<Values extends object, Body extends object, Saved>(
  options: RecordFormOptions<Values, Body, Saved>,
) {
  const { initial, schema, bodyOf, check, save, onlyChanges = false, onSaved, asksFirst } = options
  const serverSaid = useRef<{ messages: FormErrors; of: Values }>(undefined)
  const form = useForm<Values>({
    initialValues: initial,
    validateInputOnBlur: true,
    validate: (values) => ({
      ...serverMessages(values),
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
      if (error instanceof Problem) {
        const messages = fieldErrors(error, initial)
        serverSaid.current = { messages, of: form.getValues() }
        form.setErrors(messages)
      }
      refused()
    },
  })

  /** What the server refused stays refused until its field holds something else; leaving the field alone settles nothing. */
  function serverMessages(values: Values): FormErrors {
    const { messages = {}, of } = serverSaid.current ?? {}
    const same = (field: string) => valueIn(values, field) === valueIn(of, field)
    return Object.fromEntries(Object.entries(messages).filter(([field]) => same(field)))
  }

  /** The server is asked again, whatever it said the last time: the reason may have gone. */
  function forgetServer() {
    serverSaid.current = undefined
  }

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
    submit: (event?: FormEvent<HTMLFormElement>) => {
      forgetServer()
      form.onSubmit((values) => {
        if (!asksFirst?.(values)) saving.mutate(values)
      }, refused)(event)
    },
    /** Sends what the form holds; answers what was saved, or undefined when a field is wrong. */
    submitNow: async (): Promise<Saved | undefined> => {
      forgetServer()
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

/** As text, so that lists are the same when they hold the same. */
function valueIn(values: object | undefined, field: string): string | undefined {
  return JSON.stringify(values?.[field as keyof typeof values])
}

/** The server's messages by field, those at least whose field is in the form; `codecs.2` belongs to `codecs`. */
function fieldErrors(problem: Problem, fields: object): FormErrors {
  const errors = problem.errors.map(({ path, message }) => [path.split('.')[0] ?? path, message] as const)
  return Object.fromEntries(errors.filter(([field]) => field in fields))
}
