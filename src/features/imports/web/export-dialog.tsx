import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportRequest } from '#features/deployment/subscribers/web/manage-page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { api } from '#web/lib/api/request.ts'
import { saveFile } from '#web/lib/save-file.ts'
import { type Flavour, FlavourChoice } from './flavour-choice.tsx'

interface ExportDialogProps {
  accountId: string
  request: ExportRequest | undefined
  onClose: () => void
}

/** Says what an export holds and what it never does, and saves it (CD-9). */
export function ExportDialog({ accountId, request, onClose }: ExportDialogProps) {
  const { t } = useTranslation('imports')
  const [flavour, setFlavour] = useState<Flavour>('spreadsheet')
  const exporting = useMutation({
    mutationFn: ({ selection }: ExportRequest) =>
      api.file(`/accounts/${accountId}/subscriber-exports`, { selection, flavour }),
    onSuccess: (file) => {
      saveFile(file)
      onClose()
    },
    // PINs shall not lie in a cache.
    gcTime: 0,
  })
  const count = request?.count

  return (
    <Modal
      opened={request !== undefined}
      onClose={onClose}
      title={request && (count === undefined ? t('export.titleAll') : t('export.title', { count }))}
      size="lg"
      onExitTransitionEnd={exporting.reset}
    >
      <Stack>
        <FlavourChoice flavour={flavour} onFlavour={setFlavour} />
        <Alert color="orange" variant="light" icon={<IconKey aria-hidden />} title={t('export.pins')}>
          {t('export.pinsText')}
        </Alert>
        <Text size="sm">{t('export.never')}</Text>
        {exporting.error && <ProblemAlert problem={exporting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button
            data-autofocus
            loading={exporting.isPending}
            onClick={() => request && exporting.mutate(request)}
          >
            {t('export.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
