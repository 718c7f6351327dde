import { Button, Group, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMailForward } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { registeredAdminsQuery } from '#features/users/web/api.ts'
import { isolated } from '#web/lib/i18n/isolated.ts'
import type { DeploymentEmail, DeploymentEmailTexts } from '../schema.ts'
import { sendTest } from './api.ts'

interface SendTestProps {
  accountId: string
  language: DeploymentEmail['language']
  /** As they stand in the editor, saved or not. */
  texts: DeploymentEmailTexts
}

const me = 'me'

/** Mails a test of the texts to who is signed in, or to another admin who has registered (DP-4). */
export function SendTest({ accountId, language, texts }: SendTestProps) {
  const { t } = useTranslation('email')
  const [reader, setReader] = useState(me)
  const { data: session } = useQuery(sessionQuery)
  const { data: admins = [] } = useQuery(registeredAdminsQuery(accountId))
  const others = admins.filter(({ id }) => id !== session?.user.id)
  const sending = useMutation({
    mutationFn: () =>
      sendTest(accountId, language, { ...texts, ...(reader === me ? {} : { recipientUserId: reader }) }),
    onSuccess: ({ recipient }) => notifications.show({ color: 'teal', message: t('tested', { recipient }) }),
    onError: ({ message }) => notifications.show({ color: 'red', message }),
  })
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Select
        flex={1}
        label={t('testTo')}
        searchable={others.length > 7}
        allowDeselect={false}
        value={reader}
        onChange={(value) => setReader(value ?? me)}
        data={[
          { value: me, label: t('testToMe') },
          ...others.map(({ id, firstName, lastName, email }) => ({
            value: id,
            label: `${isolated(`${firstName} ${lastName}`)} · ${email}`,
          })),
        ]}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      />
      <Button
        variant="default"
        leftSection={<IconMailForward size={16} aria-hidden />}
        style={{ flexShrink: 0 }}
        loading={sending.isPending}
        onClick={() => sending.mutate()}
      >
        {t('test')}
      </Button>
    </Group>
  )
}
