import { CloseButton, TextInput } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import { type ReactNode, Suspense, startTransition, useState } from 'react'
import { lazy } from '#web/lib/lazy.ts'

const ServerSelectList = lazy(async () => ({
  default: (await import('./server-select-list.tsx')).ServerSelectList,
}))

export interface ServerChoice {
  value: string
  label: string
  /** It stands in the list and cannot be taken; its label says why. */
  disabled?: boolean
}

/** The first choices that match; `hasMore`: there are others, which more letters bring. */
export interface ServerChoices {
  choices: ServerChoice[]
  hasMore: boolean
}

export interface ServerSelectProps {
  label: string
  description?: ReactNode
  error?: ReactNode
  /** What stands in the field while nothing is chosen. */
  placeholder: string
  /** What is chosen, with its name: the list may not hold it. */
  chosen: ServerChoice | undefined
  onChange: (value: string | null) => void
  /** The question to the server; undefined: nothing was typed yet. */
  ask: (search: string | undefined) => {
    queryKey: QueryKey
    queryFn: (context: { signal: AbortSignal }) => Promise<ServerChoices>
  }
  nothingFoundMessage: string
  /** The last line of a list that is not whole. */
  moreMessage: string
  clearLabel: string
  'data-path'?: string
}

/**
 * One of many choices, which the server searches: there may be a hundred thousand. Until it is first gone to, it is drawn as a plain field with
 * what is chosen: the list is loaded then.
 */
export function ServerSelect(props: ServerSelectProps) {
  const [wanted, setWanted] = useState(false)
  const {
    chosen,
    clearLabel,
    onChange,
    ask: _,
    nothingFoundMessage: _nothing,
    moreMessage: _more,
    ...field
  } = props
  return (
    <Suspense>
      {wanted ? (
        <ServerSelectList {...props} />
      ) : (
        <TextInput
          {...field}
          value={chosen?.label ?? ''}
          readOnly
          role="combobox"
          aria-expanded={false}
          aria-haspopup="listbox"
          rightSection={
            chosen ? (
              <CloseButton size="sm" aria-label={clearLabel} onClick={() => onChange(null)} />
            ) : (
              <IconSelector size={16} stroke={1.5} aria-hidden />
            )
          }
          // It stays, and keeps the focus, until the list is there.
          onFocus={() => startTransition(() => setWanted(true))}
        />
      )}
    </Suspense>
  )
}
