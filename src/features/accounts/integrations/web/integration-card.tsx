import { Group, Paper, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCircleDot } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { InfoMark } from '#web/components/info-mark.tsx'
import { TextLink } from '#web/components/links.tsx'
import { StatusBadge } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import type { Integration } from '../schema.ts'
import { CardAction } from './card-action.tsx'
import { looks, pictures } from './integration-looks.ts'
import classes from './integrations-page.module.css'

interface IntegrationCardProps {
  accountId: string
  card: Integration
  /** All of them: one may govern another. */
  cards: Integration[]
}

/** What an integration does, how it stands, what is missing, and what can be done about it. */
export function IntegrationCard({ accountId, card, cards }: IntegrationCardProps) {
  const { t } = useTranslation('integrations')
  const id = useId()
  const { integration, state, missing, failure } = card
  const name = t(`name.${integration}`)
  const Picture = pictures[integration]
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id} className={classes.card}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={8} wrap="nowrap">
          <ThemeIcon
            variant="light"
            size={34}
            color={state === 'not-available' ? 'gray' : undefined}
            aria-hidden
          >
            <Picture size={20} stroke={1.6} />
          </ThemeIcon>
          <Title order={2} size="h6" id={id}>
            {name}
          </Title>
          <InfoMark term={name} text={t(`term.${integration}`)} />
        </Group>
        <StatusBadge look={looks[state]}>{t(`state.${state}`)}</StatusBadge>
      </Group>
      <Text size="sm">{t(`does.${integration}`)}</Text>
      {failure !== null && <Text size="sm">{failure}</Text>}
      {missing.length > 0 && <Missing missing={missing} />}
      <div className={classes.foot}>
        <CardAction accountId={accountId} card={card} cards={cards} />
        <Group justify="space-between" gap="xs" mt="xs" className={classes.line}>
          <LastChange card={card} />
          {integration === 'miteam-meetings' && (
            <TextLink to="/accounts/$accountId/subscriptions" params={{ accountId }} size="sm">
              {t('subscriptions')}
            </TextLink>
          )}
        </Group>
      </div>
    </Paper>
  )
}

function Missing({ missing }: Pick<Integration, 'missing'>) {
  const { t } = useTranslation('integrations')
  return (
    <ul className={classes.missing} aria-label={t('missing')}>
      {missing.map(({ code, message }) => (
        <li key={code}>
          <IconCircleDot size={14} aria-hidden className={classes.mark} />
          <Text size="sm" c="dimmed">
            {message}
          </Text>
        </li>
      ))}
    </ul>
  )
}

function LastChange({ card: { changedAt, changedBy } }: { card: Integration }) {
  const { t } = useTranslation('integrations')
  if (changedAt === null) return null
  return (
    <Text size="xs" c="dimmed">
      {changedBy === null ? t('changed') : t('changedBy', { name: changedBy })} · <Time at={changedAt} />
    </Text>
  )
}
