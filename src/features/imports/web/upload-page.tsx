import { Alert, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconDownload, IconInfoCircle } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { ImportOptions } from '../schema.ts'
import { templateAddress } from './api.ts'
import { EarlierImports } from './earlier-imports.tsx'
import { FileDrop } from './file-drop.tsx'
import { PasteField } from './paste-field.tsx'
import { shapeOf } from './pasted.ts'
import { UploadOptions } from './upload-options.tsx'
import classes from './upload-page.module.css'
import { UploadProgress } from './upload-progress.tsx'
import { useUpload } from './use-upload.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/import')

/** The first step of an import: the file or the cells, and how they are to be taken. */
export function UploadPage(): ReactNode {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className={classes.columns}>
        <UploadForm />
        <ColumnHelp accountId={accountId} />
      </div>
      <EarlierImports accountId={accountId} />
    </Page>
  )
}

function UploadForm() {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  const navigate = route.useNavigate()
  const [from, setFrom] = useState<'file' | 'paste'>('file')
  const [file, setFile] = useState<File>()
  const [text, setText] = useState('')
  const shape = useMemo(() => shapeOf(text), [text])
  const [options, setOptions] = useState<ImportOptions>({
    partial: false,
    overwrite: false,
    emptyClears: false,
  })
  const upload = useUpload(accountId, ({ id }) => {
    void navigate({
      to: '/accounts/$accountId/deployment/import/$importId',
      params: { accountId, importId: id },
    })
  })
  const pasting = from === 'paste'

  function whyNot(): string | undefined {
    if (!pasting) return file ? undefined : t('needFile')
    if (text.trim() === '') return t('needPaste')
    return shape.rows > 0 ? undefined : t('needRows')
  }

  function start() {
    if (pasting) upload.start({ text }, options)
    else if (file) upload.start({ file }, options)
  }

  return (
    <Paper withBorder p="lg">
      <Stack gap="lg">
        {upload.error && <ProblemAlert problem={upload.error} />}
        {upload.cancelled && !upload.pending && (
          <Alert role="status" variant="light" icon={<IconInfoCircle aria-hidden />}>
            {t('sending.cancelled')}
          </Alert>
        )}
        <SegmentedControl
          aria-label={t('source.label')}
          value={from}
          onChange={(value) => setFrom(value === 'paste' ? 'paste' : 'file')}
          data={[
            { value: 'file', label: t('source.file') },
            { value: 'paste', label: t('source.paste') },
          ]}
          disabled={upload.pending}
        />
        {pasting ? (
          <PasteField text={text} shape={shape} onText={setText} />
        ) : (
          <FileDrop file={file} onFile={setFile} />
        )}
        <UploadOptions accountId={accountId} options={options} onChange={setOptions} />
        {upload.pending ? (
          <UploadProgress upload={upload} name={pasting || !file ? t('pastedName') : file.name} />
        ) : (
          <Group justify="flex-end">
            <ActionButton because={whyNot()} onClick={start}>
              {pasting ? t('uploadPasted') : t('upload')}
            </ActionButton>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

function ColumnHelp({ accountId }: { accountId: string }) {
  const { t } = useTranslation('imports')
  const fields = Object.keys(t('field', { returnObjects: true })) as Array<'id'>
  return (
    <Paper withBorder p="lg">
      <Text component="h2" fw={600} className={classes.title}>
        {t('columnsTitle')}
      </Text>
      <Text size="sm" c="dimmed" mb="xs">
        {t('columnsLead')}
      </Text>
      <Text size="sm">{fields.map((field) => t(`field.${field}`)).join(', ')}</Text>
      <Button
        component="a"
        href={templateAddress(accountId)}
        download
        variant="default"
        mt="md"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('template')}
      </Button>
      <Text size="sm" c="dimmed" mt={6}>
        {t('templateHelp')}
      </Text>
    </Paper>
  )
}
