import { UnstyledButton } from '@mantine/core'
import {
  type Icon,
  IconAdjustments,
  IconArrowRampRight,
  IconBuildings,
  IconDeviceMobile,
  IconFileImport,
  IconHistory,
  IconKey,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLicense,
  IconListCheck,
  IconLogin2,
  IconMail,
  IconMapPin,
  IconMessage,
  IconPlugConnected,
  IconReceipt,
  IconSettings,
  IconShieldLock,
  IconTableImport,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react'
import { Link, type LinkProps, useMatchRoute, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Hint } from '#web/components/hint.tsx'
import classes from './frame.module.css'

interface RailProps {
  /** The account whose pages are listed; undefined: a partner that has opened none. */
  accountId: string | undefined
  ownAccountId: string
  isPartner: boolean
  /** Icons only. */
  narrow: boolean
  onNarrow: (narrow: boolean) => void
}

/** The pages. A partner's own account has no client deployment, no numbers, and orders where a customer has subscriptions. */
export function Rail({ accountId, ownAccountId, isPartner, narrow, onNarrow }: RailProps) {
  const { t } = useTranslation('frame')
  const isAt = useMatchRoute()
  const inCustomer = accountId !== undefined && !(isPartner && accountId === ownAccountId)
  const params = { accountId: accountId ?? ownAccountId }
  const list = useListAtCurrent()
  const Shape = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <>
      <div ref={list} className={classes.list}>
        {isPartner && (
          <Entry
            narrow={narrow}
            icon={IconBuildings}
            label={t('page.accounts')}
            // Its tab and its search do not make it another page.
            link={{ to: '/accounts', activeOptions: { exact: true, includeSearch: false } }}
          />
        )}
        <Heading narrow={narrow} text={t('group.people')} />
        <Entry
          narrow={narrow}
          icon={IconUsers}
          label={t('page.users')}
          // What stands below its address, such as an import, has an entry of its own.
          link={{
            to: '/accounts/$accountId/users',
            params,
            activeOptions: { exact: true, includeSearch: false },
          }}
          // One of the tabs of that page, with an address of its own.
          holdsCurrent={isAt({ to: '/accounts/$accountId/invitations' }) !== false}
        />
        <Entry
          narrow={narrow}
          icon={IconMapPin}
          label={t('page.locations')}
          link={{ to: '/accounts/$accountId/locations', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconTableImport}
          label={t('page.importPeople')}
          link={{ to: '/accounts/$accountId/users/import', params }}
        />
        {inCustomer && (
          <>
            <Heading narrow={narrow} text={t('group.deployment')} />
            <Entry
              narrow={narrow}
              icon={IconDeviceMobile}
              label={t('page.manage')}
              link={{ to: '/accounts/$accountId/deployment/subscribers', params }}
            />
            <Entry
              narrow={narrow}
              icon={IconFileImport}
              label={t('page.import')}
              link={{ to: '/accounts/$accountId/deployment/import', params }}
            />
            <Entry
              narrow={narrow}
              icon={IconAdjustments}
              label={t('page.profiles')}
              link={{ to: '/accounts/$accountId/deployment/profiles', params }}
            />
            <Entry
              narrow={narrow}
              icon={IconMail}
              label={t('page.email')}
              link={{ to: '/accounts/$accountId/deployment/email', params }}
            />
            <Entry
              narrow={narrow}
              icon={IconArrowRampRight}
              label={t('page.redirect')}
              link={{ to: '/accounts/$accountId/deployment/redirect-server', params }}
            />
            <Heading narrow={narrow} text={t('group.telephony')} />
            <Entry
              narrow={narrow}
              icon={IconMessage}
              label={t('page.numbers')}
              link={{ to: '/accounts/$accountId/numbers', params }}
            />
          </>
        )}
        <Heading narrow={narrow} text={t('group.integrations')} />
        <Entry
          narrow={narrow}
          icon={IconPlugConnected}
          label={t('page.integrations')}
          link={{ to: '/accounts/$accountId/integrations', params }}
        />
        {inCustomer ? (
          <Entry
            narrow={narrow}
            icon={IconLicense}
            label={t('page.subscriptions')}
            link={{ to: '/accounts/$accountId/subscriptions', params }}
          />
        ) : (
          <Entry
            narrow={narrow}
            icon={IconReceipt}
            label={t('page.orders')}
            link={{ to: '/accounts/$accountId/orders', params }}
          />
        )}
        <Heading narrow={narrow} text={t('group.activity')} />
        <Entry
          narrow={narrow}
          icon={IconListCheck}
          label={t('page.operations')}
          link={{ to: '/accounts/$accountId/activity/operations', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconHistory}
          label={t('page.events')}
          link={{ to: '/accounts/$accountId/activity/events', params }}
        />
        <Heading narrow={narrow} text={t('group.settings')} />
        <Entry
          narrow={narrow}
          icon={IconSettings}
          label={t('page.account')}
          link={{ to: '/accounts/$accountId/settings/account', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconUserShield}
          label={t('page.administrators')}
          link={{ to: '/accounts/$accountId/settings/administrators', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconKey}
          label={t('page.apiKeys')}
          link={{ to: '/accounts/$accountId/settings/api-keys', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconShieldLock}
          label={t('page.security')}
          link={{ to: '/accounts/$accountId/settings/security', params }}
        />
        <Entry
          narrow={narrow}
          icon={IconLogin2}
          label={t('page.singleSignOn')}
          link={{ to: '/accounts/$accountId/settings/sign-in', params }}
        />
      </div>
      <UnstyledButton
        className={classes.collapse}
        aria-label={narrow ? t('expand') : undefined}
        onClick={() => onNarrow(!narrow)}
      >
        <Shape size={19} stroke={1.7} aria-hidden />
        {!narrow && t('collapse')}
      </UnstyledButton>
    </>
  )
}

/** The list may be longer than the window: it is scrolled to the page that was opened. */
function useListAtCurrent() {
  const list = useRef<HTMLDivElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going to another page is the reason to scroll
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [path])
  return list
}

function Heading({ narrow, text }: { narrow: boolean; text: string }) {
  return (
    <div className={classes.group} data-narrow={narrow || undefined}>
      {!narrow && text}
    </div>
  )
}

interface EntryProps {
  narrow: boolean
  icon: Icon
  label: string
  link: LinkProps
  /** The page that is open belongs to this one; the page itself is known by its address. */
  holdsCurrent?: boolean
}

function Entry(props: EntryProps) {
  const link = useRef<HTMLAnchorElement>(null)
  return (
    <>
      <Link
        {...props.link}
        ref={link}
        className={classes.entry}
        aria-current={props.holdsCurrent ? 'true' : undefined}
        aria-label={props.narrow ? props.label : undefined}
      >
        <props.icon size={19} stroke={1.7} aria-hidden />
        {!props.narrow && props.label}
      </Link>
      <Hint of={link} text={props.narrow ? props.label : undefined} position="right" />
    </>
  )
}
