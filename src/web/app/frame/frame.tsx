import { Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { StepUp } from '#features/auth/web/step-up.tsx'
import { RunningOperations } from '#features/operations/web/running-operations.tsx'
import { useFinishedOperations } from '#features/operations/web/use-finished-operations.tsx'
import { Logo } from '#web/components/logo.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { speak } from '#web/lib/i18n/speech.ts'
import { useKeys } from '#web/lib/keys.ts'
import { lazy } from '#web/lib/lazy.ts'
import { useRemembered } from '#web/lib/remembered.ts'
import { isPortal } from '../own-paths.ts'
import { AccountSwitcher } from './account-switcher.tsx'
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx'
import classes from './frame.module.css'
import { MeMenu } from './me-menu.tsx'
import { Rail } from './rail.tsx'

const OwnFrame = lazy(async () => ({ default: (await import('./own-frame.tsx')).OwnFrame }))
const SecondFactorFirst = lazy(async () => ({
  default: (await import('#features/auth/web/own/second-factor-first.tsx')).SecondFactorFirst,
}))
const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }))

/** What stands around every page for who is signed in: the rail, the top bar, the help. */
export function Frame() {
  const { t } = useTranslation('frame')
  const { data: session } = useQuery(sessionQuery)
  const { accountId: chosen } = useParams({ strict: false })
  const [narrow, setNarrow] = useRemembered('rail.narrow', false)
  const [menuOpen, menu] = useDisclosure(false)
  const [helpOpen, help] = useDisclosure(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useKeys({ '?': help.open })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going to another page is the reason to close the menu
  useEffect(() => menu.close(), [path])
  const administers = session?.user.role === 'admin' && !isPortal(path)
  useEffect(() => {
    if (administers) void speak('en')
  }, [administers])

  if (!session) return null
  if (session.mustEnrolSecondFactor) {
    return (
      <>
        <SecondFactorFirst session={session} />
        <StepUp />
      </>
    )
  }
  if (!administers) return <OwnFrame session={session} />
  // Outside of any customer, a partner is in its own account.
  const accountId = chosen ?? session.account.id
  const isPartner = session.account.kind === 'partner'
  return (
    <div className={classes.shell} data-narrow={narrow || undefined} data-menu-open={menuOpen || undefined}>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <header className={classes.header}>
        <Burger
          opened={menuOpen}
          onClick={menu.toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={t('open')}
          aria-expanded={menuOpen}
        />
        <div className={classes.logo}>
          <Logo />
        </div>
        <AccountSwitcher session={session} accountId={chosen} />
        <Group ml="auto" gap={4} wrap="nowrap">
          <RunningOperations accountId={accountId} />
          <ColourSchemeSwitch />
          <MeMenu session={session} onHelp={help.open} />
        </Group>
      </header>
      <nav className={classes.rail} aria-label={t('rail')}>
        <Rail
          accountId={chosen ?? (isPartner ? undefined : session.account.id)}
          ownAccountId={session.account.id}
          isPartner={isPartner}
          narrow={narrow && !menuOpen}
          onNarrow={setNarrow}
        />
      </nav>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <OnceOpened when={helpOpen}>
        <HelpDialog opened={helpOpen} onClose={help.close} />
      </OnceOpened>
      <StepUp />
      <FinishedOperations key={accountId} accountId={accountId} />
    </div>
  )
}

function FinishedOperations({ accountId }: { accountId: string }) {
  useFinishedOperations(accountId)
  return null
}
