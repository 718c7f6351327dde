import { type Fields, isSame, type Messages } from './use-fields.ts'

/** What somebody had typed into a form: the values it began with, and those it held in the end. */
export interface Typed {
  from: object
  held: object
}

/** Longer values, such as the text of an e-mail, are told by how they begin. */
const toldLength = 80

/**
 * Puts what was typed over an older version into a form that was drawn with the newest.
 * @param said what is said of a value as it is now
 * @returns what is to be said at each field that somebody else has changed too: in the words in which the form itself shows it
 */
export function keepTyping<Values extends object>(
  form: Fields<Values>,
  typed: Typed,
  said: (value: string) => string,
): Messages {
  const { from, held } = typed as { from: Values; held: Values }
  const newest = form.getValues()
  const messages: Messages = {}
  for (const field of Object.keys(newest) as Array<keyof Values & string>) {
    if (isSame(held[field], from[field]) || isSame(held[field], newest[field])) continue
    if (!isSame(newest[field], from[field])) messages[field] = said(shownIn(form, field, newest[field]))
    form.setFieldValue(field, held[field])
  }
  return messages
}

/** A list of choices shows a name where the form holds an id. What is on or off never comes here: two who change it agree. */
function shownIn(form: Pick<Fields<object>, 'getInputNode'>, field: string, value: unknown): string {
  const node = form.getInputNode(field) as HTMLInputElement | HTMLSelectElement | null
  const shown = node && 'selectedOptions' in node ? node.selectedOptions[0]?.text : node?.value
  return (shown || String(value ?? '')).slice(0, toldLength) || '—'
}
