import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { followOperation } from '#features/operations/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { subscriberCountQuery } from '../../subscribers/web/api.ts'
import type { Profile } from '../schema.ts'
import { deleteProfile, pbxFieldsMissingIn, profilesQuery } from './api.ts'
import { PbxFieldsMissing } from './pbx-fields-missing.tsx'

interface DeleteProfileDialogProps {
  accountId: string
  profile: Profile
  opened: boolean
  onClose: () => void
  onDeleted: () => void
}

/** Says how many have the profile, and asks which one they get instead. */
export function DeleteProfileDialog({ opened, ...props }: DeleteProfileDialogProps) {
  const { t } = useTranslation('profiles')
  return (
    <Modal opened={opened} onClose={props.onClose} title={t('delete.title', { name: props.profile.name })}>
      <Confirmation {...props} />
    </Modal>
  )
}

function Confirmation({ accountId, profile, onDeleted, onClose }: Omit<DeleteProfileDialogProps, 'opened'>) {
  const { t } = useTranslation('profiles')
  const queries = useQueryClient()
  const { data: all = [] } = useQuery(profilesQuery(accountId))
  const [replacementId, setReplacementId] = useState('')
  const deleting = useMutation({
    mutationFn: () => deleteProfile(accountId, profile, replacementId || undefined, missing),
    onSuccess: async (operation) => {
      if (operation) followOperation(queries, accountId, operation)
      const message = t(operation ? 'deleting' : 'deleted', { name: profile.name })
      notifications.show({ color: 'teal', message })
      onDeleted()
      await queries.invalidateQueries({ queryKey: ['accounts', accountId] })
    },
  })
  const missing = pbxFieldsMissingIn(deleting.error)
  const others = all.filter(({ id }) => id !== profile.id)
  const { data: users } = useQuery(subscriberCountQuery(accountId, { profileId: profile.id }))

  function whyNot(): string | undefined {
    if (users === undefined) return t('delete.counting')
    return users > 0 && replacementId === '' ? t('delete.choose') : undefined
  }

  return (
    <Stack>
      <Text size="sm">{users === undefined ? t('delete.counting') : t('delete.text', { count: users })}</Text>
      {deleting.error && missing === undefined && <ProblemAlert problem={deleting.error} />}
      {users !== undefined && users > 0 && (
        <NativeSelect
          label={t('delete.replacement')}
          data={[
            { value: '', label: t('delete.nothingChosen') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={replacementId}
          onChange={(event) => {
            setReplacementId(event.currentTarget.value)
            // Another one may have a gateway: the server is asked again.
            deleting.reset()
          }}
        />
      )}
      {missing !== undefined && <PbxFieldsMissing count={missing} />}
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
          {t(missing === undefined ? 'delete.submit' : 'delete.submitAnyway')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
