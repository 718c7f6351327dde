import { AppShell, Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { RunningOperations } from '#features/operations/web/running-operations.tsx'
import { useFinishedOperations } from '#features/operations/web/use-finished-operations.tsx'
import { Logo } from '#web/components/logo.tsx'
import { useKeys } from '#web/lib/keys.ts'
import { useRemembered } from '#web/lib/remembered.ts'
import { AccountSwitcher } from './account-switcher.tsx'
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx'
import classes from './frame.module.css'
import { HelpDialog } from './help-dialog.tsx'
import { MeMenu } from './me-menu.tsx'
import { Rail } from './rail.tsx'

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

  if (!session) return null
  // Outside of any customer, a partner is in its own account.
  const accountId = chosen ?? session.account.id
  const isPartner = session.account.kind === 'partner'
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: narrow ? 60 : 232, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
      padding={0}
      transitionDuration={120}
    >
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header zIndex={102} className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
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
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.rail} aria-label={t('rail')}>
        <Rail
          accountId={chosen ?? (isPartner ? undefined : session.account.id)}
          ownAccountId={session.account.id}
          isPartner={isPartner}
          narrow={narrow && !menuOpen}
          onNarrow={setNarrow}
        />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </AppShell.Main>
      <HelpDialog opened={helpOpen} onClose={help.close} />
      <FinishedOperations key={accountId} accountId={accountId} />
    </AppShell>
  )
}

function FinishedOperations({ accountId }: { accountId: string }) {
  useFinishedOperations(accountId)
  return null
}
