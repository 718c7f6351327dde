import { Alert, Badge, Select, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowsDiff, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '#features/accounts/web/choices.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { clientKinds } from '../../profiles/choices.ts'
import type { ClientKind } from '../../profiles/schema.ts'
import type { EffectiveConfiguration, EffectiveValue } from '../schema.ts'
import { clientsQuery, effectiveConfigurationQuery } from './api.ts'

interface ConfigurationTabProps {
  accountId: string
  subscriberId: string
}

/** What a softphone of this user is told, value by value: where it comes from, and what the softphone has now. */
export function ConfigurationTab({ accountId, subscriberId }: ConfigurationTabProps) {
  const { t } = useTranslation('softphones')
  const { t: tProfile } = useTranslation('profiles')
  const [chosen, setChosen] = useState<string>()
  const clients = useQuery(clientsQuery(accountId, subscriberId))
  const alive = clients.data?.filter(({ revokedAt }) => revokedAt === null) ?? []
  const of = chosen ?? alive[0]?.id ?? clientKinds[0]
  const kind = clientKinds.find((each) => each === of)
  const configuration = useQuery({
    ...effectiveConfigurationQuery(accountId, subscriberId, kind ? { kind } : { client: of }),
    enabled: clients.isSuccess,
  })
  const error = clients.error ?? configuration.error
  return (
    <Stack gap="sm">
      <Select
        label={t('configuration.of')}
        value={of}
        onChange={(next) => setChosen(next ?? undefined)}
        data={[
          {
            group: t('configuration.softphones'),
            items: alive.map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            group: t('configuration.newOne'),
            items: clientKinds.map((each: ClientKind) => ({ value: each, label: tProfile(`app.${each}`) })),
          },
        ]}
      />
      {error && <ProblemAlert problem={error} retry={configuration.refetch} />}
      {!error && !configuration.data && <Skeleton height={240} />}
      {configuration.data && <Values configuration={configuration.data} ofPhone={kind === undefined} />}
    </Stack>
  )
}

function Values({ configuration, ofPhone }: { configuration: EffectiveConfiguration; ofPhone: boolean }) {
  const { t } = useTranslation('softphones')
  const { values, format } = configuration
  return (
    <>
      {format && !format.offered && (
        <Alert
          variant="light"
          color="orange"
          p="xs"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('configuration.notOffered')}
        >
          {format.reasonCode && t(`configuration.reason.${format.reasonCode}`, { field: format.field ?? '' })}
        </Alert>
      )}
      {ofPhone && <Comparison values={values} />}
      <Table.ScrollContainer minWidth={300} type="native" tabIndex={0}>
        <Table verticalSpacing={6} aria-label={t('configuration.table')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('configuration.setting')}</Table.Th>
              <Table.Th>{t('configuration.value')}</Table.Th>
              <Table.Th>{t('configuration.origin')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {values.map((value) => (
              <Row key={value.key} value={value} ofPhone={ofPhone} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}

function Comparison({ values }: { values: EffectiveValue[] }) {
  const { t } = useTranslation('softphones')
  const count = values.filter(({ differs }) => differs).length
  if (values.some(({ onPhone }) => onPhone === 'unknown')) {
    return (
      <Alert variant="light" p="xs" color="gray" icon={<IconInfoCircle aria-hidden />}>
        {t('configuration.unknown')}
      </Alert>
    )
  }
  return (
    <Alert
      variant="light"
      p="xs"
      color={count === 0 ? 'teal' : 'orange'}
      icon={count === 0 ? <IconCircleCheck aria-hidden /> : <IconArrowsDiff aria-hidden />}
    >
      {count === 0 ? t('configuration.same') : t('configuration.differences', { count })}
    </Alert>
  )
}

function Row({ value, ofPhone }: { value: EffectiveValue; ofPhone: boolean }) {
  const { t } = useTranslation('softphones')
  const { key, label, origin, onPhone, differs } = value
  const wordOf = useValueWord(key)
  return (
    <Table.Tr title={key}>
      <Table.Th scope="row" fw={500}>
        {label}
      </Table.Th>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {value.value === null ? <None /> : <bdi>{wordOf(value.value)}</bdi>}
        {ofPhone && differs && (
          <Text size="xs" c="dimmed" component="div">
            {t('configuration.onPhone', {
              value: onPhone === null ? t('configuration.none') : wordOf(onPhone),
            })}{' '}
            <Badge size="sm" variant="light" color="orange">
              {t('configuration.differs')}
            </Badge>
          </Text>
        )}
      </Table.Td>
      <Table.Td>{value.value === null ? null : t(`configuration.from.${origin}`)}</Table.Td>
    </Table.Tr>
  )
}

/** Says a value of a setting in the words of the forms where it is chosen; what is typed there is shown as it is. */
function useValueWord(key: string): (value: string) => string {
  const { t, i18n } = useTranslation('profiles')
  const choices = { transport: 'transport', mediaSecurity: 'media' }[key.split('.').at(-1) as string]
  return (value) => {
    if (key === 'language') return languageName(value, i18n.language)
    const known = choices !== undefined && i18n.exists(`profiles:${choices}.${value}`)
    return known ? t(`${choices}.${value}` as 'transport.tls') : value
  }
}

function None() {
  const { t } = useTranslation('softphones')
  return <span className="rc-faint">{t('configuration.none')}</span>
}
