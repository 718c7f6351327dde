import { Alert, Group, Paper, SegmentedControl, Stack } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { AnyImportOptions } from '../schema.ts'
import { ColumnHelp } from './column-help.tsx'
import { EarlierImports } from './earlier-imports.tsx'
import { FileDrop } from './file-drop.tsx'
import { type ImportPlace, PlaceOfImport, useImportPlace } from './import-place.ts'
import { people, subscribers } from './kinds.ts'
import { PasteField } from './paste-field.tsx'
import { shapeOf } from './pasted.ts'
import { UploadOptions } from './upload-options.tsx'
import classes from './upload-page.module.css'
import { UploadProgress } from './upload-progress.tsx'
import { useUpload } from './use-upload.ts'

/** Client deployment › Import (CD-10). */
export function SubscriberUpload(): ReactNode {
  return (
    <UploadPage
      {...useParams({ from: '/_signed-in/accounts/$accountId/deployment/import' })}
      kind={subscribers}
    />
  )
}

/** User management › Import (UA-30). */
export function UserUpload(): ReactNode {
  return <UploadPage {...useParams({ from: '/_signed-in/accounts/$accountId/users/import' })} kind={people} />
}

/** The first step of an import: the file or the cells, and how they are to be taken. */
function UploadPage({ accountId, kind }: ImportPlace) {
  const { t } = useTranslation('imports')
  const place = useMemo(() => ({ accountId, kind }), [accountId, kind])
  return (
    <PlaceOfImport value={place}>
      <Page title={t(`${kind.name}.title`)} lead={t('lead')}>
        <div className={classes.columns}>
          <UploadForm />
          <ColumnHelp />
        </div>
        <EarlierImports />
      </Page>
    </PlaceOfImport>
  )
}

function UploadForm() {
  const { t } = useTranslation('imports')
  const { accountId, kind } = useImportPlace()
  const navigate = useNavigate()
  const [from, setFrom] = useState<'file' | 'paste'>('file')
  const [file, setFile] = useState<File>()
  const [text, setText] = useState('')
  const shape = useMemo(() => shapeOf(text), [text])
  const [options, setOptions] = useState<AnyImportOptions>(kind.options)
  const upload = useUpload(({ id }) => {
    void navigate({
      to: kind.pages.plan,
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
        <UploadOptions options={options} onChange={setOptions} />
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
