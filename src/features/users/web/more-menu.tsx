import { ActionIcon } from '@mantine/core'
import {
  IconColumns3,
  IconDotsVertical,
  IconFileImport,
  IconLockPassword,
  IconMail,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MenuButton } from '#web/components/menu-button.tsx'
import type { SignInAct } from './parts-above.ts'

interface MoreMenuProps {
  accountId: string
  onColumns: () => void
  onSignIn: (act: SignInAct['act']) => void
}

/** UA-30, UA-61, UA-62, UA-90: the three dots. */
export function MoreMenu({ accountId, onColumns, onSignIn }: MoreMenuProps) {
  const { t } = useTranslation('users')
  return (
    <MenuButton
      position="bottom-end"
      button={
        <ActionIcon size={34} variant="default" aria-label={t('more')}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <Menu.Item leftSection={<IconMail size={16} aria-hidden />} onClick={() => onSignIn('welcome')}>
            {t('welcome')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLockPassword size={16} aria-hidden />}
            onClick={() => onSignIn('reset')}
          >
            {t('reset')}
          </Menu.Item>
          <Menu.Item
            renderRoot={(item) => (
              <Link to="/accounts/$accountId/users/import" params={{ accountId }} {...item} />
            )}
            leftSection={<IconFileImport size={16} aria-hidden />}
          >
            {t('import')}
          </Menu.Item>
          <Menu.Item leftSection={<IconColumns3 size={16} aria-hidden />} onClick={onColumns}>
            {t('grid.showHide', { ns: 'common' })}
          </Menu.Item>
        </>
      )}
    </MenuButton>
  )
}
