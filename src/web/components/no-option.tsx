import type { ReactNode } from 'react'

/**
 * Why a list of choices is empty. A list holds choices and nothing else, so this is one that cannot be chosen: as bare text a screen reader would
 * be told of a list without any.
 */
export function NoOption({ children }: { children: ReactNode }) {
  return (
    <span role="option" tabIndex={-1} aria-selected={false} aria-disabled>
      {children}
    </span>
  )
}
