import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

// Each is offered with what it becomes; the server refuses any other.
const placeholders = [
  'firstName',
  'lastName',
  'directoryNumber',
  'accountName',
  'link',
  'qrCode',
  'authenticationCode',
  'expiresAt',
] as const

/** The placeholders, each with what it becomes; a press puts it where the cursor is. */
export function Placeholders({ onInsert }: { onInsert: (text: string) => void }) {
  const { t } = useTranslation('email')
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('placeholders')}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {t('placeholdersHelp')}
      </Text>
      <Group gap={6}>
        {placeholders.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            fw={400}
            title={`{{${name}}}`}
            onClick={() => onInsert(`{{${name}}}`)}
          >
            {t(`placeholder.${name}`)}
          </Button>
        ))}
      </Group>
    </div>
  )
}
