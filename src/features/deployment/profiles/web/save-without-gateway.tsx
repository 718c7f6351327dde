import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PbxFieldsMissing } from './pbx-fields-missing.tsx'

interface SaveWithoutGatewayProps {
  name: string
  /** How many users would lack PBX fields; undefined: nothing is asked. */
  missing: number | undefined
  onAnswer: (save: boolean) => void
}

/** Asks whether a profile is saved although some of its users lose the only way to register (MU-9). */
export function SaveWithoutGateway({ name, missing, onAnswer }: SaveWithoutGatewayProps) {
  const { t } = useTranslation('profiles')
  return (
    <Modal
      opened={missing !== undefined}
      onClose={() => onAnswer(false)}
      title={t('missing.question', { name })}
    >
      <Stack>
        {missing !== undefined && <PbxFieldsMissing count={missing} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button color="red" onClick={() => onAnswer(true)}>
            {t('missing.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
