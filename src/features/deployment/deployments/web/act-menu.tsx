import { Text } from '@mantine/core'
import {
  type Icon,
  IconDeviceMobileDown,
  IconKey,
  IconRefresh,
  IconSend,
  IconTrash,
  IconUserCheck,
  IconWand,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MenuParts } from '#web/components/menu-button.tsx'
import type { Subscriber } from '../../subscribers/schema.ts'
import type { Act } from './api.ts'

const icons: Record<Act, Icon> = {
  deploy: IconSend,
  autoDeploy: IconWand,
  force: IconDeviceMobileDown,
  synchronise: IconRefresh,
  generatePins: IconKey,
  assignPeople: IconUserCheck,
  delete: IconTrash,
}

/** Why an act cannot run on these; undefined: it can. `chosen` is undefined for all that match, of whom little is known here. */
export function useWhyNot(
  chosen: Subscriber[] | undefined,
  nothing: boolean,
): (act: Act) => string | undefined {
  const { t } = useTranslation('deployments')
  return (act) => {
    if (nothing) return t('needsSelection')
    const force = act === 'force' && chosen?.every(({ clientCount }) => clientCount === 0)
    const synchronise = act === 'synchronise' && chosen?.every(({ origin }) => origin === 'manual')
    const assign = act === 'assignPeople' && chosen?.every(({ userId }) => userId !== null)
    return force || synchronise || assign ? t(`act.${act}.nobody`, { count: chosen?.length ?? 0 }) : undefined
  }
}

interface ActItemProps {
  menu: MenuParts
  act: Act
  /** Why it cannot run now; undefined: it can. */
  because: string | undefined
  onAct: (act: Act) => void
}

/** An act in a menu: what it does or why it cannot run stands below its name. It stays focusable, so that the reason is read. */
export function ActItem({ menu: Menu, act, because, onAct }: ActItemProps) {
  const { t } = useTranslation('deployments')
  const Shape = icons[act]
  const refused = because !== undefined
  return (
    <Menu.Item
      leftSection={<Shape size={16} aria-hidden />}
      aria-disabled={refused || undefined}
      aria-description={because}
      closeMenuOnClick={!refused}
      onClick={refused ? undefined : () => onAct(act)}
      c={refused ? 'dimmed' : undefined}
    >
      {t(`act.${act}.name`)}
      <Text size="xs" c="dimmed">
        {because ?? t(`act.${act}.hint`)}
      </Text>
    </Menu.Item>
  )
}
