import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { api } from '#web/lib/api/request.ts'
import { saveFile } from '#web/lib/save-file.ts'
import { type Flavour, FlavourChoice } from './flavour-choice.tsx'

interface ExportPeopleDialogProps {
  accountId: string
  chosen: Chosen
  opened: boolean
  onClose: () => void
}

/** Says what an export of people holds, and saves it (UA-30). */
export function ExportPeopleDialog({ accountId, chosen, opened, onClose }: ExportPeopleDialogProps) {
  const { t } = useTranslation('imports')
  const [flavour, setFlavour] = useState<Flavour>('spreadsheet')
  const exporting = useMutation({
    mutationFn: () =>
      api.file(`/accounts/${accountId}/user-exports`, { selection: chosen.selection, flavour }),
    onSuccess: (file) => {
      saveFile(file)
      onClose()
    },
    gcTime: 0,
  })
  const { count } = chosen
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={count === undefined ? t('export.titleAll') : t('export.title', { count })}
      size="lg"
      onExitTransitionEnd={exporting.reset}
    >
      <Stack>
        <FlavourChoice flavour={flavour} onFlavour={setFlavour} />
        <Text size="sm">{t('export.people')}</Text>
        <Text size="sm" c="dimmed">
          {t('export.readAgain')}
        </Text>
        {exporting.error && <ProblemAlert problem={exporting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button data-autofocus loading={exporting.isPending} onClick={() => exporting.mutate()}>
            {t('export.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
