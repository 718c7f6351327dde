import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fields, isSame, type Messages } from './use-fields.ts'
import type { Typed } from './use-steady.ts'

/** Longer values, such as the text of an e-mail, are told by how they begin. */
const toldLength = 80

/**
 * Puts what was typed over an older version into a form that was filled from the newest, before it is seen. A field that somebody else has
 * changed too is told as it is now: in the words in which the form itself shows it, which is why it is drawn with the newest first.
 * @param tell hears what is to be said at each such field
 */
export function useKeptTyping<Values extends object>(
  form: Fields<Values>,
  typed: Typed | undefined,
  tell: (messages: Messages) => void,
): void {
  const { t } = useTranslation()
  const isDone = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form is first drawn
  useLayoutEffect(() => {
    if (!typed || isDone.current) return
    isDone.current = true
    const from = typed.from as Values
    const held = typed.held as Values
    const newest = form.getValues()
    const messages: Messages = {}
    for (const field of Object.keys(newest) as Array<keyof Values & string>) {
      if (isSame(held[field], from[field]) || isSame(held[field], newest[field])) continue
      if (!isSame(newest[field], from[field])) messages[field] = messageFor(field, newest[field])
      form.setFieldValue(field, held[field])
    }
    if (Object.keys(messages).length > 0) tell(messages)
  }, [])

  function messageFor(field: string, value: unknown): string {
    const text = typeof value === 'boolean' ? t(value ? 'problem.on' : 'problem.off') : shownIn(field, value)
    if (text === '') return t('problem.nowEmpty')
    return t('problem.nowIs', {
      value: text.length > toldLength ? `${text.slice(0, toldLength)}…` : text,
    })
  }

  /** A list of choices shows a name where the form holds an id. */
  function shownIn(field: string, value: unknown): string {
    const node = form.getInputNode(field)
    if (Array.isArray(value)) return value.join(', ')
    if (node instanceof HTMLSelectElement) return node.selectedOptions[0]?.text ?? ''
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) return node.value
    return String(value ?? '')
  }
}
