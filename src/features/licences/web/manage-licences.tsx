import { Group, Stack, Text, Title } from '@mantine/core'
import { IconLicense, IconLicenseOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from '#features/users/web/manage/chosen.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { InfoMark } from '#web/components/info-mark.tsx'
import { TextLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { LicenceForecast, LicensableProduct } from '../schema.ts'
import { licenceForecastQuery, productsQuery } from './api.ts'
import type { LicenceAct } from './licence-act-dialog.tsx'

const LicenceActDialog = lazy(async () => ({
  default: (await import('./licence-act-dialog.tsx')).LicenceActDialog,
}))

interface ManageLicencesProps {
  accountId: string
  chosen: Chosen
}

/** The licences of the Manage panel, of each product that is given out here; of others it is said why they are not (UA-70, UA-71). */
export function ManageLicences({ accountId, chosen }: ManageLicencesProps) {
  const { data: products = [], error, refetch } = useQuery(productsQuery(accountId))
  if (error) return <ProblemAlert problem={error} retry={refetch} />
  return products.map((product) =>
    product.isShown ? (
      <OneProduct key={product.product} accountId={accountId} chosen={chosen} product={product} />
    ) : (
      <NotShown key={product.product} accountId={accountId} product={product} />
    ),
  )
}

/** Whoever looks for the licences here is told why they are given elsewhere, or not at all. */
function NotShown({ accountId, product }: { accountId: string; product: LicensableProduct }) {
  const { t } = useTranslation('licences')
  if (product.whyNot.length === 0) return null
  return (
    <Text size="sm" c="dimmed" component="section">
      {product.whyNot.map(({ message }) => message).join(' ')}{' '}
      <TextLink to="/accounts/$accountId/integrations" params={{ accountId }} size="sm" underline="always">
        {t('person.integrations')}
      </TextLink>
    </Text>
  )
}

function OneProduct({ accountId, chosen, product }: ManageLicencesProps & { product: LicensableProduct }) {
  const { t } = useTranslation(['licences', 'users', 'integrations'])
  const [act, setAct] = useState<LicenceAct>()
  const forecast = useQuery(licenceForecastQuery(accountId, chosen.selection, product.product))
  const name = t(`users:product.${product.product}`)
  const { data } = forecast
  const count = chosen.count ?? data?.people ?? 0
  const refusals = useRefusals(data)
  const begin = (assign: boolean, forecast: LicenceForecast) =>
    setAct({ assign, selection: chosen.selection, product: product.product, forecast })
  return (
    <Stack component="section" gap="xs">
      <Group gap={4}>
        <Title order={3} size="h5">
          {t('manage.title', { product: name })}
        </Title>
        <InfoMark term={name} text={t(`integrations:term.${product.product}`)} />
      </Group>
      <Group gap="xs">
        <Text size="sm">
          {t('manage.available', { remaining: product.remaining, quantity: product.quantity })}
        </Text>
        <TextLink to="/accounts/$accountId/subscriptions" params={{ accountId }} size="sm">
          {t('manage.subscriptions')}
        </TextLink>
      </Group>
      {forecast.error ? (
        <ProblemAlert problem={forecast.error} retry={forecast.refetch} />
      ) : (
        <Text size="sm" c="dimmed" aria-live="polite">
          {data ? <Holders forecast={data} /> : t('manage.counting')}
        </Text>
      )}
      {data && data.missing > 0 && (
        <Text size="sm" role="status">
          {t('manage.tooFew', { missing: data.missing })}
        </Text>
      )}
      <Group gap="xs">
        <ActionButton
          size="xs"
          leftSection={<IconLicense size={15} aria-hidden />}
          because={refusals.assign}
          onClick={() => data && begin(true, data)}
        >
          {chosen.isAll ? t('manage.assignAll') : t('manage.assign', { count })}
        </ActionButton>
        <ActionButton
          size="xs"
          variant="default"
          leftSection={<IconLicenseOff size={15} aria-hidden />}
          because={refusals.unassign}
          onClick={() => data && begin(false, data)}
        >
          {chosen.isAll ? t('manage.unassignAll') : t('manage.unassign', { count })}
        </ActionButton>
      </Group>
      <OnceOpened when={act !== undefined}>
        <LicenceActDialog accountId={accountId} request={act} onClose={() => setAct(undefined)} />
      </OnceOpened>
    </Stack>
  )
}

function Holders({ forecast: { people, without } }: { forecast: LicenceForecast }) {
  const { t } = useTranslation('licences')
  return t('manage.holders', { count: people - without, people })
}

/** Why licences cannot be given to these people, and why not taken; undefined: they can. */
function useRefusals(
  forecast: LicenceForecast | undefined,
): Record<'assign' | 'unassign', string | undefined> {
  const { t } = useTranslation('licences')
  if (!forecast) return { assign: t('manage.counting'), unassign: t('manage.counting') }
  const { people, without, missing } = forecast
  if (people === 0) return { assign: t('manage.nobody'), unassign: t('manage.nobodyHolds') }

  function assign(): string | undefined {
    if (missing > 0) return t('manage.tooFew', { missing })
    return without === 0 ? t('manage.everybodyHolds') : undefined
  }

  return { assign: assign(), unassign: without === people ? t('manage.nobodyHolds') : undefined }
}
