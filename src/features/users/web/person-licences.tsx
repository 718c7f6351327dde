import { Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { products } from '../choices.ts'
import type { User } from '../schema.ts'
import classes from './person-licences.module.css'

const held: StatusLook = { color: 'teal', icon: IconCircleCheck }
const notHeld: StatusLook = { color: 'gray', icon: IconCircleDashed }

/** The licences that a person holds, and of each product what is needed to give them one (UA-7). */
export function PersonLicences({ user }: { user: User }) {
  const { t } = useTranslation(['person', 'users'])
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('licences.lead')}
      </Text>
      <ul className={classes.products}>
        {products.map((product) => {
          const holds = user.licences.includes(product)
          return (
            <li key={product}>
              <Group justify="space-between" gap="xs" wrap="nowrap">
                <Text fw={600}>{t(`users:product.${product}`)}</Text>
                <StatusBadge look={holds ? held : notHeld}>
                  {t(holds ? 'licences.held' : 'licences.notHeld')}
                </StatusBadge>
              </Group>
              {!holds && (
                <Text size="sm" c="dimmed" mt={2}>
                  {t(`licences.needs.${product}`)}
                </Text>
              )}
            </li>
          )
        })}
      </ul>
    </Stack>
  )
}
