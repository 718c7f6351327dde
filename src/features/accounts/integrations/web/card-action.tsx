import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Integration } from '../schema.ts'

const TurnDialog = lazy(async () => ({ default: (await import('./turn-dialog.tsx')).TurnDialog }))

interface CardActionProps {
  accountId: string
  card: Integration
  cards: Integration[]
}

/** An integration that is a plain switch. */
export type Switched = Integration & { integration: 'miteam-meetings' | 'micollab' }

const isSwitched = (card: Integration): card is Switched =>
  card.integration === 'miteam-meetings' || card.integration === 'micollab'

/** The switch of a card, or the way to the page where it is set up; nothing where nothing can be done. */
export function CardAction({ accountId, card, cards }: CardActionProps) {
  const { t } = useTranslation('integrations')
  if (isSwitched(card)) return <Turn accountId={accountId} card={card} cards={cards} />
  const name = t(`name.${card.integration}`)
  const isSetUp = card.state === 'on' || card.state === 'failing'
  const link = {
    size: 'xs',
    variant: isSetUp ? 'default' : 'filled',
    params: { accountId },
    'aria-label': t(isSetUp ? 'openNamed' : 'setUpNamed', { name }),
    children: t(isSetUp ? 'open' : 'setUp'),
  } as const
  if (card.integration === 'twilio')
    return <ButtonLink to="/accounts/$accountId/integrations/twilio" {...link} />
  if (card.integration === 'sso') return <ButtonLink to="/accounts/$accountId/settings/sign-in" {...link} />
  return null
}

function Turn({ accountId, card, cards }: CardActionProps & { card: Switched }) {
  const { t } = useTranslation('integrations')
  const queries = useQueryClient()
  const [becomes, setBecomes] = useState<boolean>()
  const { integration } = card
  const isOn = card.state === 'on'
  const isGoverned =
    integration === 'miteam-meetings' &&
    isOn &&
    cards.some((other) => other.integration === 'micollab' && other.state === 'on')

  function help(): string {
    if (isGoverned) return t('switchHelp.miteam-meetings.governed')
    return t(`switchHelp.${integration}.${isOn ? 'on' : 'off'}`)
  }

  return (
    <>
      <ActionSwitch
        label={t('switch', { name: t(`name.${integration}`) })}
        help={help()}
        checked={isOn}
        busy={false}
        because={undefined}
        onSwitch={setBecomes}
      />
      <OnceOpened when={becomes !== undefined}>
        <TurnDialog
          accountId={accountId}
          card={card}
          becomes={becomes}
          onClose={() => setBecomes(undefined)}
          // What depends on it, such as who may be given licences, is shown on other pages.
          onTurned={() => queries.invalidateQueries({ queryKey: ['accounts', accountId] })}
        />
      </OnceOpened>
    </>
  )
}
