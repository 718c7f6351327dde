import { ActionIcon, Text } from '@mantine/core'
import {
  IconDeviceMobile,
  IconInfoCircle,
  IconKeyboard,
  IconLogout,
  IconShieldLock,
  IconUserCircle,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '#features/auth/schema.ts'
import { useSignOut } from '#features/auth/web/use-sign-out.ts'
import { MenuButton } from '#web/components/menu-button.tsx'

interface MeMenuProps {
  session: Session
  /** Opens the help of the admin pages; undefined: this is none of them. */
  onHelp?: () => void
}

/** Who is signed in, how they sign in, help, and out. */
export function MeMenu({ session: { user }, onHelp }: MeMenuProps) {
  const { t } = useTranslation('frame')
  const leaving = useSignOut()
  const name = user.name === '' ? user.email : user.name
  return (
    <MenuButton
      position="bottom-end"
      width={240}
      button={
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('me.open', { name })}>
          <IconUserCircle size={21} stroke={1.6} aria-hidden />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <Menu.Label>
            <Text size="sm" fw={600} truncate>
              {name}
            </Text>
            <Text size="xs" truncate>
              {user.email}
            </Text>
          </Menu.Label>
          {onHelp && (
            <Menu.Item component={Link} to="/portal" leftSection={<IconDeviceMobile size={16} aria-hidden />}>
              {t('me.phones')}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            to={onHelp ? '/me/security' : '/portal/security'}
            leftSection={<IconShieldLock size={16} aria-hidden />}
          >
            {t('me.security')}
          </Menu.Item>
          {onHelp && (
            <>
              <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
                {t('me.help')}
              </Menu.Item>
              <Menu.Item
                component="a"
                href="/api/docs"
                leftSection={<IconInfoCircle size={16} aria-hidden />}
              >
                {t('me.api')}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leaving.mutate()}>
            {t('me.signOut')}
          </Menu.Item>
        </>
      )}
    </MenuButton>
  )
}
