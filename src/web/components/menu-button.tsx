import type { Menu, MenuDropdownProps, MenuProps } from '@mantine/core'
import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'
import { lazy } from '#web/lib/lazy.ts'

const MenuBox = lazy(async () => ({ default: (await import('./menu-box.tsx')).MenuBox }))

/** The library's menu, for what is drawn in it: whoever names its type only does not load it. */
export type MenuParts = typeof Menu

export interface MenuButtonProps extends Omit<MenuProps, 'children' | 'opened' | 'onChange'> {
  /** What is pressed. */
  button: ReactElement<ComponentProps<'button'>>
  box?: MenuDropdownProps
  /** Draws the entries, of the parts that are loaded by then. */
  children: (menu: MenuParts) => ReactNode
}

/** A button and the menu it opens. What draws and places menus is loaded with the first press. */
export function MenuButton(props: MenuButtonProps) {
  const [wanted, setWanted] = useState(false)
  const closed = cloneElement(props.button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
  })
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <MenuBox {...props} />
    </Suspense>
  )
}
