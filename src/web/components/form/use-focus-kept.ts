import { useEffect, useRef } from 'react'

/** A control that has the focus, and where its like is found when its form is drawn anew. */
interface Kept {
  control: HTMLElement
  /** What the form stands in. */
  around: HTMLElement
  likeIn: (form: HTMLFormElement) => Element | null | undefined
}

/**
 * Keeps the focus where it was used when the form around it is drawn anew. What is gone with the old form gives it to the heading of the panel, or
 * else of the page. @param drawing changes with each new form
 */
export function useFocusKept(drawing: unknown): void {
  const kept = useRef<Kept>(undefined)

  useEffect(() => {
    const note = (focused: Element | null) => {
      // A dialog gives it back.
      if (!focused?.closest('[role=dialog]')) kept.current = keptOf(focused)
    }
    const hear = ({ target }: FocusEvent) => note(target as Element)
    note(document.activeElement)
    document.addEventListener('focusin', hear)
    return () => document.removeEventListener('focusin', hear)
  }, [])

  // After what the new form does with the focus by itself, such as going to its first field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new form is the reason to look
  useEffect(() => {
    const { current: used } = kept
    if (!used || used.control.isConnected) return
    const form = used.around.querySelector('form')
    const like = (form && used.likeIn(form)) ?? headingOf(used.around)
    if (like instanceof HTMLElement) like.focus({ preventScroll: true })
  }, [drawing])
}

/** A field is known by its path; a button by its place from the end, because what stands above it may come and go. */
function keptOf(control: Element | null): Kept | undefined {
  const form = control?.closest('form')
  if (!form?.parentElement || !(control instanceof HTMLElement)) return undefined
  const { path } = control.dataset
  const fromEnd = [...form.elements].indexOf(control) - form.elements.length
  return {
    control,
    around: form.parentElement,
    likeIn: ({ elements }) =>
      path === undefined
        ? [...elements].at(fromEnd)
        : [...elements].find((each) => each instanceof HTMLElement && each.dataset.path === path),
  }
}

function headingOf(around: HTMLElement): Element | null {
  return around.closest('aside')?.querySelector('h2') ?? document.querySelector('h1')
}
