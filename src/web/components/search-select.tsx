import { TextInput } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { type ReactNode, Suspense, startTransition, useState } from 'react'
import { lazy } from '#web/lib/lazy.ts'

const SearchSelectList = lazy(async () => ({
  default: (await import('./search-select-list.tsx')).SearchSelectList,
}))

export interface SearchSelectProps {
  label: string
  required?: boolean
  description?: ReactNode
  error?: ReactNode
  data: Array<{ value: string; label: string }>
  value: string | null
  onChange: (value: string | null) => void
  onBlur?: () => void
  /** What is said where nothing matches what was typed. */
  nothingFoundMessage: string
  /** Its list is drawn over all else, and not beside the field: a dialog would cut it. */
  withinPortal?: boolean
  'data-path'?: string
}

/**
 * One of many choices, found by typing. Until it is first gone to, it is drawn as a plain field with what is chosen: the list and its search are
 * loaded then.
 */
export function SearchSelect(props: SearchSelectProps) {
  const [wanted, setWanted] = useState(false)
  const { data, value, nothingFoundMessage: _, withinPortal: _over, onChange: _change, ...field } = props
  return (
    <Suspense>
      {wanted ? (
        <SearchSelectList {...props} focusAtOnce />
      ) : (
        <TextInput
          {...field}
          value={data.find((choice) => choice.value === value)?.label ?? ''}
          readOnly
          role="combobox"
          aria-expanded={false}
          aria-haspopup="listbox"
          rightSection={<IconSelector size={16} stroke={1.5} aria-hidden />}
          // It stays, and keeps the focus, until the list is there.
          onFocus={() => startTransition(() => setWanted(true))}
        />
      )}
    </Suspense>
  )
}
