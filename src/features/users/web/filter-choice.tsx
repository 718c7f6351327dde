import { NavLink } from '@mantine/core'
import { IconCheck, IconChevronRight } from '@tabler/icons-react'

interface FilterChoiceProps {
  label: string
  /** What it means, in a sentence. */
  help?: string | undefined
  /** Why it cannot be chosen now; takes the place of the help. */
  because?: string | undefined
  /** Whether the list is narrowed by it; undefined: that is asked in the next step. */
  chosen?: boolean
  onChoose: () => void
}

/** One line to choose. It stays focusable where it cannot be chosen, so that the keyboard too is told why. */
export function FilterChoice({ label, help, because, chosen, onChoose }: FilterChoiceProps) {
  const refused = because !== undefined
  return (
    <NavLink
      component="button"
      type="button"
      label={label}
      description={because ?? help}
      rightSection={!refused && end(chosen)}
      disableRightSectionRotation
      aria-pressed={chosen}
      aria-disabled={refused || undefined}
      aria-description={because}
      c={refused ? 'dimmed' : undefined}
      style={{ borderRadius: 'var(--mantine-radius-sm)', cursor: refused ? 'not-allowed' : undefined }}
      onClick={refused ? undefined : onChoose}
    />
  )
}

function end(chosen: boolean | undefined) {
  if (chosen === undefined) return <IconChevronRight size={15} aria-hidden />
  return chosen && <IconCheck size={15} aria-hidden />
}
