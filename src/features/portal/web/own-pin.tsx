import { Button, Code, Group, Text } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnSubscriber } from '#features/deployment/portal/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { useHiding } from '#web/lib/use-hiding.ts'
import { disclosePin } from './api.ts'
import { useAllowance } from './use-allowance.ts'

const shownSeconds = 30

/** *Show my PIN*: for half a minute. Kept nowhere else; that it was shown is recorded. */
export function OwnPin({ number: { id, pin: allowance } }: { number: OwnSubscriber }): ReactNode {
  const { t } = useTranslation('portal')
  const { because, withProof } = useAllowance(allowance)
  const [pin, setPin] = useHiding<string>(shownSeconds)
  // Not kept longer than it is shown.
  const disclosing = useMutation({
    mutationFn: () => withProof(() => disclosePin(id)),
    onSuccess: (disclosed) => {
      setPin(disclosed?.pin)
      disclosing.reset()
    },
    gcTime: 0,
  })
  if (pin !== undefined) {
    return (
      <Group gap="xs" role="status">
        <Text size="sm">{t('pin.label')}</Text>
        <Code fz="lg" fw={600}>
          {pin}
        </Code>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconEyeOff size={16} aria-hidden />}
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
    <>
      <ActionButton
        size="md"
        w={{ base: '100%', xs: 'auto' }}
        variant="default"
        leftSection={<IconEye size={18} aria-hidden />}
        loading={disclosing.isPending}
        because={because}
        onClick={() => disclosing.mutate()}
      >
        {t('pin.show')}
      </ActionButton>
      {disclosing.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {disclosing.error.message}
        </Text>
      )}
    </>
  )
}
