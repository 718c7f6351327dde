import { Menu } from '@mantine/core'
import { cloneElement, useEffect, useState } from 'react'
import type { MenuButtonProps } from './menu-button.tsx'
import { useTakingOver } from './use-taking-over.ts'

/** The button and its menu, made in the moment it is wanted: it opens at once. */
export function MenuBox({ button, box, children, ...look }: MenuButtonProps) {
  const { button: target, tookOver } = useTakingOver()
  const [opened, setOpened] = useState(false)
  useEffect(() => setOpened(tookOver), [tookOver])
  return (
    <Menu
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      {...look}
      opened={opened}
      onChange={setOpened}
    >
      <Menu.Target>{cloneElement(button, { ref: target })}</Menu.Target>
      <Menu.Dropdown {...box}>{children(Menu)}</Menu.Dropdown>
    </Menu>
  )
}
