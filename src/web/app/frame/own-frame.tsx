import { Group } from '@mantine/core'
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '#features/auth/schema.ts'
import { ReadyPage } from '#features/auth/web/ready-page.tsx'
import { StepUp } from '#features/auth/web/step-up.tsx'
import { Logo } from '#web/components/logo.tsx'
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx'
import classes from './frame.module.css'
import { MeMenu } from './me-menu.tsx'

/** What stands around the pages of whoever administers nothing: their own sign-in, and at every other address that all is well. */
export function OwnFrame({ session }: { session: Session }) {
  const { t } = useTranslation('frame')
  const isOwnPage = useMatchRoute()({ to: '/me/security' })
  return (
    <div className={classes.own}>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.home} aria-label={t('home')}>
          <Logo />
        </Link>
        <Group ml="auto" gap={4} wrap="nowrap">
          <ColourSchemeSwitch />
          <MeMenu session={session} />
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.centred}>{isOwnPage ? <Outlet /> : <ReadyPage session={session} />}</div>
      </main>
      <StepUp />
    </div>
  )
}
