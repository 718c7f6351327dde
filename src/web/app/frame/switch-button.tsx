import { UnstyledButton } from '@mantine/core'
import { IconBuilding, IconSelector } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { isolated } from '#web/lib/i18n/isolated.ts'
import classes from './switch-button.module.css'

/** Says which account is open. */
export function SwitchButton({ name, ...others }: { name: string } & ComponentProps<'button'>) {
  const { t } = useTranslation('frame')
  return (
    <UnstyledButton
      {...others}
      className={classes.button}
      aria-label={`${t('account.switch')}: ${isolated(name)}`}
    >
      <IconBuilding size={17} stroke={1.7} aria-hidden />
      <span className={classes.name}>{name}</span>
      <IconSelector size={15} aria-hidden />
    </UnstyledButton>
  )
}
