import { Button, Code, Group, Text } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHiding } from '#web/lib/use-hiding.ts'
import { disclosePin, timelineQuery } from './api.ts'

const shownSeconds = 30

/** *Show PIN*: the stored deployment PIN for half a minute; that it was shown is recorded (MU-14). */
export function ShowPin({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation('subscribers')
  const queries = useQueryClient()
  const [pin, setPin] = useHiding<string>(shownSeconds)
  // Not kept longer than it is shown.
  const disclosing = useMutation({
    mutationFn: () => disclosePin(accountId, subscriberId),
    onSuccess: (disclosed) => {
      setPin(disclosed.pin)
      disclosing.reset()
      void queries.invalidateQueries({ queryKey: timelineQuery(accountId, subscriberId).queryKey })
    },
    gcTime: 0,
  })
  if (pin !== undefined) {
    return (
      <Group gap="xs" role="status">
        <Code fz="md" fw={600}>
          {pin}
        </Code>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconEyeOff size={15} aria-hidden />}
          onClick={() => setPin(undefined)}
        >
          {t('pin.hide')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('pin.shown')}
        </Text>
      </Group>
    )
  }
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconEye size={15} aria-hidden />}
        loading={disclosing.isPending}
        onClick={() => disclosing.mutate()}
      >
        {t('pin.show')}
      </Button>
      {disclosing.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {disclosing.error.message}
        </Text>
      )}
    </Group>
  )
}
