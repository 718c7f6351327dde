import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { Problem } from '#web/lib/api/request.ts'
import { messagesByField } from './messages.ts'
import { isSame, type Messages, useFields } from './use-fields.ts'
import type { Steady } from './use-steady.ts'

interface RecordFormOptions<Values extends object, Body, Saved> {
  initial: Values
  /** Loads the shape the API takes: one rule for the form, the API and imports. */
  loadSchema: () => Promise<z.ZodType<Body>>
  /** What the fields hold, as the API takes it. */
  bodyOf: (values: Values) => unknown
  /** Rules that span several fields; a message per field. */
  check?: (values: Values) => Messages
  save: (body: Body) => Promise<Saved>
  /** For a change, only what was changed is sent: somebody else's other fields stay theirs. */
  onlyChanges?: boolean
  /** The form stays when it was saved, and may be sent again, as one of `onlyChanges` may. Others end with the page they lead to. */
  staysOpen?: boolean
  onSaved: (saved: Saved) => void
  /** Called with a form that is right, before it is sent; true: something is asked first, and `submitNow` follows or nothing does. */
  asksFirst?: (values: Values) => boolean
  /** The record that it was filled from: when a newer one takes its place, what was typed is kept. */
  steady?: Steady
}

/**
 * A form that is checked on leaving each field by the API's own shape, and again by the server when it is sent. Shapes, and zod with
 * them, are loaded when the first field is left: a form is drawn and filled in without.
 */
export function useRecordForm<Values extends object, Body extends object, Saved>(
  options: RecordFormOptions<Values, Body, Saved>,
) {
  const { initial, loadSchema, bodyOf, check, save, onlyChanges = false, onSaved, asksFirst } = options
  const { staysOpen = onlyChanges, steady } = options
  const serverSaid = useRef<{ messages: Messages; of: Values }>(undefined)
  const form = useFields<Values>({
    initial,
    check: async (values) => ({
      ...serverMessages(values),
      ...check?.(values),
      ...(await ownMessages(values)),
    }),
  })
  const [checking, setChecking] = useState(false)
  const [refusals, setRefusals] = useState(0)
  const refused = () => setRefusals((count) => count + 1)
  if (steady) steady.form.current = form
  // Before it is seen. What there is to say stays until the field is changed or the form is sent, like what the server says.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form is first drawn
  useLayoutEffect(() => {
    const messages = steady?.keepTyping(form) ?? {}
    if (!Object.keys(messages)[0]) return
    serverSaid.current = { messages, of: form.getValues() }
    form.setErrors(messages)
    refused()
  }, [])
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

  /** Without the shape, such as on a broken line, nothing is said here: the server says the same. */
  async function ownMessages(values: Values): Promise<Messages> {
    const schema = await loadSchema().catch(() => undefined)
    return messagesByField(schema?.safeParse(bodyOf(values)).error)
  }

  /** What the server refused stays refused until its field holds something else; leaving the field alone settles nothing. */
  function serverMessages(values: Values): Messages {
    const { messages = {}, of } = serverSaid.current ?? {}
    const same = (field: string) => isSame(values[field as keyof Values], of?.[field as keyof Values])
    return Object.fromEntries(Object.entries(messages).filter(([field]) => same(field)))
  }

  /** The server is asked again, whatever it said the last time: the reason may have gone. */
  async function isRight(): Promise<boolean> {
    serverSaid.current = undefined
    setChecking(true)
    const right = await form.validate().finally(() => setChecking(false))
    if (!right) refused()
    return right
  }

  function bodyFor(values: Values): Body {
    // Of the right shape: the form was checked, or else the server refuses it.
    const body = bodyOf(values) as Body
    if (!onlyChanges) return body
    return Object.fromEntries(Object.entries(body).filter(([field]) => form.isDirty(field))) as Body
  }

  // A new record is saved once: its form is still drawn while the script of the page it leads to is on its way.
  const busy = saving.isPending || checking || (saving.isSuccess && !staysOpen)

  // The button that sends is disabled meanwhile, and loses the focus to nothing.
  const sentFrom = useRef<Element>(null)
  useEffect(() => {
    if (busy || !document.activeElement?.matches('body')) return
    if (sentFrom.current instanceof HTMLElement) sentFrom.current.focus({ preventScroll: true })
  }, [busy])

  return {
    form,
    saving: busy,
    /** What the server said that belongs to no single field. */
    problem: saving.error ?? undefined,
    /** How often sending was refused, here or by the server: each time the summary takes the focus. */
    refusals,
    submit: async (event: FormEvent<HTMLFormElement>): Promise<void> => {
      event.preventDefault()
      if (busy) return
      sentFrom.current = document.activeElement
      if ((await isRight()) && !asksFirst?.(form.getValues())) saving.mutate(form.getValues())
    },
    /** Sends what the form holds; answers what was saved, or undefined when a field is wrong. */
    submitNow: async (): Promise<Saved | undefined> => {
      if (!(await isRight())) return undefined
      return saving.mutateAsync(form.getValues()).catch(() => undefined)
    },
  }
}

export type RecordForm<Values extends object> = Pick<
  ReturnType<typeof useRecordForm<Values, object, unknown>>,
  'form' | 'saving' | 'problem' | 'refusals' | 'submit'
>

/** The server's messages by field, those at least whose field is in the form; `codecs.2` belongs to `codecs`. */
function fieldErrors(problem: Problem, fields: object): Messages {
  const errors = problem.errors.map(({ path, message }) => [path.split('.')[0] ?? path, message] as const)
  return Object.fromEntries(errors.filter(([field]) => field in fields))
}
