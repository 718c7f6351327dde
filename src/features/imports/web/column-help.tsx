import { Alert, Button, Paper, Text } from '@mantine/core'
import { IconBuildings, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { emphasised } from '#web/components/emphasised.tsx'
import { saveFile } from '#web/lib/save-file.ts'
import { templateAddress } from './api.ts'
import classes from './column-help.module.css'
import { customerTemplate } from './customer-template.ts'
import { useImportPlace } from './import-place.ts'

/** Which columns a file may have, and a file to be filled in. */
export function ColumnHelp() {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const { name } = place.kind
  const { data: account } = useQuery(accountQuery(place.accountId))
  const isForCustomers = name === 'users' && account?.kind === 'partner'
  return (
    <Paper withBorder p="lg">
      <Text component="h2" fw={600} className={classes.title}>
        {t('columnsTitle')}
      </Text>
      <Text size="sm" c="dimmed" mb="xs">
        {t(`${name}.columnsLead`)}
      </Text>
      {isForCustomers && (
        <Alert
          variant="light"
          icon={<IconBuildings aria-hidden />}
          title={t('users.customers.title')}
          mb="sm"
        >
          {emphasised(t('users.customers.text'))}
        </Alert>
      )}
      {name === 'users' ? <PersonColumns isForCustomers={isForCustomers} /> : <SubscriberColumns />}
      <Button
        component="a"
        href={templateAddress(place)}
        download
        variant="default"
        mt="md"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('template')}
      </Button>
      <Text size="sm" c="dimmed" mt={6}>
        {t(`${name}.templateHelp`)}
      </Text>
      {isForCustomers && (
        <>
          <Button
            variant="default"
            mt="md"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveFile(customerTemplate())}
          >
            {t('users.customerTemplate')}
          </Button>
          <Text size="sm" c="dimmed" mt={6}>
            {t('users.customerTemplateHelp')}
          </Text>
        </>
      )}
    </Paper>
  )
}

function SubscriberColumns() {
  const { t } = useTranslation('imports')
  const fields = Object.keys(t('subscribers.field', { returnObjects: true })) as Array<'id'>
  return <Text size="sm">{fields.map((field) => t(`subscribers.field.${field}`)).join(', ')}</Text>
}

function PersonColumns({ isForCustomers }: { isForCustomers: boolean }) {
  const { t } = useTranslation('imports')
  const columns = Object.entries(t('users.column', { returnObjects: true }))
  return (
    <dl className={classes.columns}>
      {columns
        .filter(([field]) => isForCustomers || field !== 'account')
        .map(([field, { name, text }]) => (
          <div key={field}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  )
}
