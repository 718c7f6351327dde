import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepTyping, type Typed } from './kept-typing.ts'
import type { Fields, Messages } from './use-fields.ts'
import { useFocusKept } from './use-focus-kept.ts'

/** The form that a steady record fills, as far as it tells what was typed. */
interface FilledForm {
  isDirty: () => boolean
  typed: () => Typed
}

/** The part of a steady record that its form takes. */
export interface Steady {
  /** Puts in what was typed into the form before this one, over an older version. @returns what to say at fields that somebody else changed too */
  keepTyping: <Values extends object>(form: Fields<Values>) => Messages
  form: RefObject<FilledForm | undefined>
}

/**
 * The version of a record that a form was filled from. A newer one, fetched meanwhile, takes its place only while nothing is typed: what
 * somebody has typed is never swept away by a refresh. Saving on the older one is answered 412, and then `renew` takes the newest: a form is
 * filled from it, and what was typed goes along (`useRecordForm`).
 */
export function useSteady<Row extends { id: string; version: number }>(row: Row | undefined) {
  const { t } = useTranslation()
  const [steady, setSteady] = useState<{ row: Row | undefined; typed?: Typed | undefined }>({ row })
  const form: Steady['form'] = useRef(undefined)
  const newest = useRef(row)
  newest.current = row
  const isRenewing = useRef(false)
  const isNewer = row?.id !== steady.row?.id || row?.version !== steady.row?.version

  function take(next: Row | undefined) {
    isRenewing.current = false
    const isDirty = next?.id === steady.row?.id && form.current?.isDirty()
    setSteady({ row: next, typed: isDirty ? form.current?.typed() : undefined })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is looked at when another version comes
  useEffect(() => {
    if (isNewer && (isRenewing.current || !form.current?.isDirty())) take(row)
  }, [row, steady])

  const key = `${steady.row?.id} ${steady.row?.version}`
  useFocusKept(key)

  return {
    row: steady.row,
    /** Ends the form that was filled from an older version; the focus stays where it is. */
    key,
    keepTyping: <Values extends object>(filled: Fields<Values>) =>
      steady.typed ? keepTyping(filled, steady.typed, (value) => t('problem.nowIs', { value })) : {},
    form,
    /** Takes the newest version with what is typed, at once or when it is fetched. */
    renew: () => {
      isRenewing.current = true
      if (newest.current?.version !== steady.row?.version) take(newest.current)
    },
  }
}
