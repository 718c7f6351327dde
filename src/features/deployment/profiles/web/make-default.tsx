import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../schema.ts'
import { changeProfile, profilesQuery } from './api.ts'

/** Has new users get this profile where none is named (DP-1). */
export function MakeDefault({ accountId, profile }: { accountId: string; profile: Profile }) {
  const { t } = useTranslation('profiles')
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: () => changeProfile(accountId, profile, { isDefault: true }),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: profilesQuery(accountId).queryKey })
      notifications.show({ color: 'teal', message: t('madeDefault', { name }) })
    },
    onError: ({ message }) => notifications.show({ color: 'red', message }),
  })
  if (profile.isDefault) {
    return (
      <Text size="sm" c="dimmed">
        {t('isDefault')}
      </Text>
    )
  }
  return (
    <Button size="compact-sm" variant="default" loading={making.isPending} onClick={() => making.mutate()}>
      {t('makeDefault')}
    </Button>
  )
}
