import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { renewRecoveryCodes } from './api.ts'
import { RecoveryCodeList } from './recovery-code-list.tsx'

interface RenewDialogProps {
  opened: boolean
  onCancel: () => void
  onDone: () => void
}

/** Says that the recovery codes end, makes new ones, and shows them. */
export function RenewDialog({ opened, onCancel, onDone }: RenewDialogProps): ReactNode {
  const { t } = useTranslation('security')
  const renewing = useMutation({ mutationFn: renewRecoveryCodes })
  const codes = renewing.data?.recoveryCodes

  function close(tell: () => void) {
    tell()
    renewing.reset()
  }

  return (
    <Modal
      opened={opened}
      onClose={() => close(onCancel)}
      title={t(codes ? 'codes.title' : 'factor.renew')}
      closeOnEscape={!codes}
      closeOnClickOutside={!codes}
      withCloseButton={!codes}
    >
      {codes ? (
        <RecoveryCodeList codes={codes} onDone={() => close(onDone)} />
      ) : (
        <Stack>
          <Text size="sm">{t('factor.renewLead')}</Text>
          {renewing.error && <ProblemAlert problem={renewing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => close(onCancel)}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button data-autofocus loading={renewing.isPending} onClick={() => renewing.mutate()}>
              {t('factor.renewSubmit')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
