import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface NameInPlaceProps {
  name: string
  /** What is named, for who does not see it: the label of the field. */
  label: string
  /** What the pencil does. */
  change: string
  /** Keeps the new name, and has the lists that show it read anew. */
  rename: (name: string) => Promise<unknown>
}

/** A name that can be changed where it stands. */
export function NameInPlace({ name, label, change, rename }: NameInPlaceProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const renaming = useMutation({ mutationFn: rename, onSuccess: () => setTyped(undefined) })

  function leave() {
    renaming.reset()
    setTyped(undefined)
  }

  function save(event: FormEvent) {
    event.preventDefault()
    const next = typed?.trim() ?? ''
    if (next === name) leave()
    else renaming.mutate(next)
  }

  function leaveOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    // What stands around it, such as a panel, would close.
    event.preventDefault()
    leave()
  }

  if (typed === undefined) {
    return (
      <Group gap={4} wrap="nowrap">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <ActionIcon
          size={24}
          variant="subtle"
          color="gray"
          aria-label={change}
          onClick={() => setTyped(name)}
        >
          <IconPencil size={15} aria-hidden />
        </ActionIcon>
      </Group>
    )
  }
  return (
    <form onSubmit={save}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <TextInput
          size="xs"
          aria-label={label}
          value={typed}
          maxLength={100}
          error={renaming.error?.message}
          autoFocus
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={leaveOnEscape}
        />
        <ActionIcon type="submit" variant="light" loading={renaming.isPending} aria-label={t('save')}>
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={leave} aria-label={t('cancel')}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </form>
  )
}
