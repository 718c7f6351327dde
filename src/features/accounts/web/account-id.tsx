import { ActionIcon, CopyButton, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** The id of an account, to be copied: the API and the shell name accounts by it. */
export function AccountId({ id }: { id: string }) {
  const { t } = useTranslation('accounts')
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <TextInput
          label={t('field.id')}
          description={t('help.id')}
          value={id}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          rightSection={
            <ActionIcon
              variant="subtle"
              color={copied ? 'teal' : 'gray'}
              aria-label={t(copied ? 'id.copied' : 'id.copy')}
              onClick={copy}
            >
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          }
        />
      )}
    </CopyButton>
  )
}
