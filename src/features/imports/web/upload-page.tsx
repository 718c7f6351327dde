import { Checkbox, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { profilesQuery } from '#features/deployment/profiles/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { FieldGroup } from '#web/components/form/field-group.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { ImportOptions } from '../schema.ts'
import { uploadImport } from './api.ts'
import { FileDrop } from './file-drop.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/import')
const switches = ['partial', 'overwrite', 'emptyClears'] as const

/** The first step of an import: the file, and how it is to be taken. */
export function UploadPage(): ReactNode {
  const { t } = useTranslation('imports')
  const { accountId } = route.useParams()
  const navigate = route.useNavigate()
  const { data: profiles = [] } = useQuery(profilesQuery(accountId))
  const [file, setFile] = useState<File>()
  const [options, setOptions] = useState<ImportOptions>({
    partial: false,
    overwrite: false,
    emptyClears: false,
  })
  const uploading = useMutation({
    mutationFn: (chosen: File) => uploadImport(accountId, chosen, options),
    onSuccess: ({ id }) =>
      navigate({
        to: '/accounts/$accountId/deployment/import/$importId',
        params: { accountId, importId: id },
      }),
  })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Paper withBorder p="lg" maw={720}>
        <Stack gap="lg">
          {uploading.error && <ProblemAlert problem={uploading.error} />}
          <FileDrop file={file} onFile={setFile} />
          <FieldGroup title={t('options')}>
            <Select
              label={t('profile')}
              description={t('profileHelp')}
              maw={360}
              data={[
                { value: '', label: t('profileFromFile') },
                ...profiles.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={options.profileId ?? ''}
              onChange={(id) => setOptions({ ...options, profileId: id || undefined })}
            />
            {switches.map((option) => (
              <Checkbox
                key={option}
                label={t(option)}
                description={t(`${option}Help`)}
                checked={options[option]}
                disabled={option === 'emptyClears' && !options.overwrite}
                onChange={(event) => setOptions({ ...options, [option]: event.currentTarget.checked })}
              />
            ))}
          </FieldGroup>
          <Group justify="flex-end">
            <ActionButton
              because={file ? undefined : t('needFile')}
              loading={uploading.isPending}
              onClick={() => file && uploading.mutate(file)}
            >
              {t('upload')}
            </ActionButton>
          </Group>
        </Stack>
      </Paper>
      <ColumnHelp />
    </Page>
  )
}

function ColumnHelp() {
  const { t } = useTranslation('imports')
  const fields = Object.keys(t('field', { returnObjects: true })) as Array<'id'>
  return (
    <Paper withBorder p="lg" maw={720}>
      <Text fw={600}>{t('columnsTitle')}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {t('columnsLead')}
      </Text>
      <Text size="sm">{fields.map((field) => t(`field.${field}`)).join(', ')}</Text>
    </Paper>
  )
}
