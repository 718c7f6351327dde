import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { EmailDomain, IdentityProvider } from '../../../single-sign-on/schema.ts'

const SwitchOnDialog = lazy(async () => ({
  default: (await import('./switch-on-dialog.tsx')).SwitchOnDialog,
}))

interface SwitchOnProps {
  accountId: string
  provider: IdentityProvider | null
  verified: EmailDomain[]
}

/** The switch, which says beside itself what is missing, and asks how before it is on. */
export function SwitchOn({ accountId, provider, verified }: SwitchOnProps) {
  const { t, i18n } = useTranslation('singleSignOn')
  const [asking, setAsking] = useState(false)

  const missing = [
    provider === null && t('switch.missingProvider'),
    verified.length === 0 && t('switch.missingDomain'),
    !provider?.isTested && t('switch.missingTest'),
  ].filter((each) => each !== false)
  const what = new Intl.ListFormat(i18n.language).format(missing)

  return (
    <>
      <ActionSwitch
        label={t('switch.label')}
        help={t('switch.help')}
        checked={false}
        busy={false}
        because={missing.length > 0 ? t('switch.missing', { what }) : undefined}
        onSwitch={() => setAsking(true)}
      />
      {provider && (
        <OnceOpened when={asking}>
          <SwitchOnDialog
            accountId={accountId}
            provider={provider}
            verified={verified}
            opened={asking}
            onClose={() => setAsking(false)}
          />
        </OnceOpened>
      )}
    </>
  )
}
