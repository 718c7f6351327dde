import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Location } from '../schema.ts'
import { deleteLocation, locationsQuery } from './api.ts'

interface DeleteLocationDialogProps {
  accountId: string
  location: Location
  opened: boolean
  onClose: () => void
  onDeleted: () => void
}

/** Says how many users are there, and asks where they are to be instead. */
export function DeleteLocationDialog({ opened, ...props }: DeleteLocationDialogProps) {
  const { t } = useTranslation('locations')
  return (
    <Modal opened={opened} onClose={props.onClose} title={t('delete.title', { name: props.location.name })}>
      <Confirmation {...props} />
    </Modal>
  )
}

function Confirmation(props: Omit<DeleteLocationDialogProps, 'opened'>) {
  const { accountId, location, onClose, onDeleted } = props
  const { t } = useTranslation('locations')
  const queries = useQueryClient()
  const { data: all } = useQuery(locationsQuery(accountId))
  const [replacementId, setReplacementId] = useState('')
  const deleting = useMutation({
    mutationFn: () => deleteLocation(accountId, location, replacementId || undefined),
    onSuccess: async (replacement) => {
      const message = t(replacement ? 'deleting' : 'deleted', { name: location.name })
      notifications.show({ color: 'teal', message })
      onDeleted()
      // Users bear it too, and the top bar shows what goes on.
      await queries.invalidateQueries({ queryKey: ['accounts', accountId] })
    },
  })
  const others = (all ?? []).filter(({ id }) => id !== location.id)
  const { people } = location

  function whyNot(): string | undefined {
    if (people === 0) return undefined
    if (all && others.length === 0) return t('delete.only', { count: people })
    return replacementId === '' ? t('delete.choose') : undefined
  }

  return (
    <Stack>
      <Text size="sm">{t('delete.text', { count: people })}</Text>
      {deleting.error && <ProblemAlert problem={deleting.error} />}
      {people > 0 && (
        <NativeSelect
          label={t('delete.replacement')}
          data={[
            { value: '', label: t('delete.nothingChosen') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={replacementId}
          onChange={(event) => setReplacementId(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton
          color="red"
          loading={deleting.isPending}
          because={whyNot()}
          onClick={() => deleting.mutate()}
        >
          {t('delete.submit')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
