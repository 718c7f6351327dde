import { Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { products as everyProduct } from '#features/users/choices.ts'
import type { User } from '#features/users/schema.ts'
import { userQuery, usersKey } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { InfoMark } from '#web/components/info-mark.tsx'
import { TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { LicensableProduct } from '../schema.ts'
import { giveLicence, licencesKey, productsQuery, takeLicence } from './api.ts'
import classes from './person-products.module.css'

const held: StatusLook = { color: 'teal', icon: IconCircleCheck }
const notHeld: StatusLook = { color: 'gray', icon: IconCircleDashed }

type ProductOfItsOwn = Exclude<(typeof everyProduct)[number], LicensableProduct['product']>

const isOfItsOwn = (product: (typeof everyProduct)[number]): product is ProductOfItsOwn =>
  product !== 'miteam-meetings'

interface PersonProductsProps {
  accountId: string
  user: User
}

/** The products of a person: given and taken here, or held as the product itself says (UA-7). */
export function PersonProducts({ accountId, user }: PersonProductsProps) {
  const { t } = useTranslation('licences')
  const { data: products = [], error, refetch } = useQuery(productsQuery(accountId))
  if (error) return <ProblemAlert problem={error} retry={refetch} />
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('person.lead')}
      </Text>
      <ul className={classes.products}>
        {products.map((product) => (
          <li key={product.product}>
            <Given accountId={accountId} user={user} product={product} />
          </li>
        ))}
        {everyProduct.filter(isOfItsOwn).map((product) => (
          <li key={product}>
            <HeldElsewhere product={product} isHeld={user.licences.includes(product)} />
          </li>
        ))}
      </ul>
    </Stack>
  )
}

/** A product whose licences are given out here. */
function Given({ accountId, user, product }: PersonProductsProps & { product: LicensableProduct }) {
  const { t } = useTranslation(['licences', 'users', 'integrations'])
  const queries = useQueryClient()
  const isHeld = user.licences.includes(product.product)
  const name = t(`users:product.${product.product}`)
  const because = useWhyNot(product, isHeld)
  const switching = useMutation({
    mutationFn: (give: boolean) =>
      give
        ? giveLicence(accountId, user.id, product.product)
        : takeLicence(accountId, user.id, product.product),
    onSuccess: (saved, give) => {
      queries.setQueryData(userQuery(accountId, user.id).queryKey, saved)
      const said = { name: fullName(saved), product: name }
      notifications.show({ color: 'teal', message: give ? t('person.given', said) : t('person.taken', said) })
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: licencesKey(accountId) }),
        queries.invalidateQueries({ queryKey: usersKey(accountId) }),
      ]),
  })

  return (
    <>
      <Group align="flex-start" gap={4} wrap="nowrap">
        <ActionSwitch
          label={name}
          help={t(isHeld ? 'person.held' : 'person.notHeld')}
          checked={isHeld}
          busy={switching.isPending}
          because={because}
          onSwitch={(give) => switching.mutate(give)}
        />
        <InfoMark term={name} text={t(`integrations:term.${product.product}`)} />
      </Group>
      {switching.error && <ProblemAlert problem={switching.error} />}
      <Group gap="xs" mt={4}>
        {product.isShown && product.quantity > 0 && (
          <Text size="sm" c="dimmed">
            {t('left', { remaining: product.remaining, quantity: product.quantity })}
          </Text>
        )}
        <Way accountId={accountId} product={product} />
      </Group>
    </>
  )
}

/** Where to go on: to what is missing, or to where the licences come from. */
function Way({ accountId, product }: { accountId: string; product: LicensableProduct }): ReactNode {
  const { t } = useTranslation('licences')
  const needsIntegration = product.whyNot.some(({ code }) => code !== 'licences.no-subscription')
  return needsIntegration ? (
    <TextLink to="/accounts/$accountId/integrations" params={{ accountId }} size="sm">
      {t('person.integrations')}
    </TextLink>
  ) : (
    <TextLink to="/accounts/$accountId/subscriptions" params={{ accountId }} size="sm">
      {t('subscriptions.title')}
    </TextLink>
  )
}

/** Why the licence cannot be given or taken now; undefined: it can. */
function useWhyNot(product: LicensableProduct, isHeld: boolean): string | undefined {
  const { t } = useTranslation('licences')
  if (!product.isShown) return product.whyNot.map(({ message }) => message).join(' ')
  if (isHeld || product.remaining > 0) return undefined
  return product.quantity === 0 ? t('person.noneToGive') : t('person.noneLeft', { count: product.quantity })
}

/** A product that gives its licences itself. */
function HeldElsewhere({ product, isHeld }: { product: ProductOfItsOwn; isHeld: boolean }) {
  const { t } = useTranslation(['licences', 'users', 'integrations'])
  const name = t(`users:product.${product}`)
  return (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <Text size="sm">{name}</Text>
          <InfoMark term={name} text={t(`integrations:term.${product}`)} />
        </Group>
        <StatusBadge look={isHeld ? held : notHeld}>
          {t(isHeld ? 'person.held' : 'person.notHeld')}
        </StatusBadge>
      </Group>
      <Text size="sm" c="dimmed" mt={2}>
        {t(`person.elsewhere.${product}`)}
      </Text>
    </>
  )
}
