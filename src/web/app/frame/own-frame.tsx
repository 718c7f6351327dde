import { Group, Skeleton, Stack } from '@mantine/core'
import { type Icon, IconAddressBook, IconDeviceMobile, IconShieldLock, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '#features/auth/schema.ts'
import { StepUp } from '#features/auth/web/step-up.tsx'
import { ownDetailsQuery } from '#features/portal/web/api.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Logo } from '#web/components/logo.tsx'
import { speak } from '#web/lib/i18n/speech.ts'
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx'
import classes from './frame.module.css'
import { MeMenu } from './me-menu.tsx'
import own from './own-frame.module.css'

const entries = [
  { name: 'phones', to: '/portal', icon: IconDeviceMobile },
  { name: 'directory', to: '/portal/directory', icon: IconAddressBook },
  { name: 'details', to: '/portal/details', icon: IconUser },
  { name: 'security', to: '/portal/security', icon: IconShieldLock },
] as const satisfies Array<{ name: string; to: LinkProps['to']; icon: Icon }>

/** What stands around the portal: its pages in the header, or within a thumb's reach on a phone. It speaks the person's language. */
export function OwnFrame({ session }: { session: Session }) {
  const { t } = useTranslation(['frame', 'portal'])
  if (!useOwnLanguage()) return <Coming />
  return (
    <div className={own.frame}>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <header className={classes.header}>
        <Link to="/portal" className={own.home} aria-label={t('home')}>
          <Logo />
        </Link>
        <nav className={own.pages} aria-label={t('portal:nav.pages')}>
          {entries.map(({ name, to, icon: Shape }) => (
            <Link
              key={name}
              to={to}
              className={own.page}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              <Shape size={20} stroke={1.7} aria-hidden />
              {t(`portal:nav.${name}`)}
            </Link>
          ))}
        </nav>
        <Group ml="auto" gap={4} wrap="nowrap">
          {session.user.role === 'admin' && (
            <ButtonLink to="/" variant="default" size="xs">
              {t('portal:nav.administration')}
            </ButtonLink>
          )}
          <ColourSchemeSwitch />
          <MeMenu session={session} />
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <div className={own.centred}>
          <Outlet />
        </div>
      </main>
      <StepUp />
    </div>
  )
}

/** Stands there until it is known which language to speak: no word yet, but no blank either. */
function Coming() {
  return (
    <div className={own.frame} aria-busy="true">
      <header className={classes.header}>
        <Logo />
      </header>
      <main className={classes.main}>
        <Stack className={own.centred}>
          <Skeleton height={32} width={200} />
          <Skeleton height={220} />
        </Stack>
      </main>
    </div>
  )
}

/** Has the pages speak the language of whoever is signed in. @returns whether they do; where nobody can tell it, they go on as they are */
function useOwnLanguage(): boolean {
  const { i18n } = useTranslation()
  const { data: details, isPending } = useQuery(ownDetailsQuery)
  const language = details && (details.language ?? details.account.language)
  useEffect(() => {
    if (language) void speak(language)
  }, [language])
  return language ? i18n.language === language : !isPending
}
