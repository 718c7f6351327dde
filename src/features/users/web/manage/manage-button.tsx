import { Button, type ButtonProps } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from './chosen.ts'

interface ManageButtonProps extends ButtonProps {
  chosen: Chosen
  onClick: () => void
}

/** Opens the Manage panel, and says for how many: *Manage (3)*, or *Manage all* (UA-63, UA-70). */
export function ManageButton({ chosen, onClick, ...button }: ManageButtonProps) {
  const { t } = useTranslation('users')
  const { count, isAll } = chosen
  return (
    <Button variant="default" leftSection={<IconUsers size={16} aria-hidden />} {...button} onClick={onClick}>
      {isAll || count === undefined ? t('manageAll') : t('manage', { count })}
    </Button>
  )
}
