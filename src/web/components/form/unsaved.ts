/** The forms on the page, each with the question whether something was typed that is not saved. */
const forms = new Set<() => boolean>()

/** Counts a form in until what is returned is called. */
export function watchUnsaved(isDirty: () => boolean): () => void {
  forms.add(isDirty)
  return () => void forms.delete(isDirty)
}

/** Whether something was typed anywhere on the page that is not saved. */
export function isAnythingUnsaved(): boolean {
  return [...forms].some((isDirty) => isDirty())
}
