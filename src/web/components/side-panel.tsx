import { ActionIcon, Group, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './side-panel.module.css'
import { useEscape, useFocusBack } from './use-side-panel.ts'

interface SidePanelProps {
  title: ReactNode
  /** What tells this record from the next: when it changes, the panel scrolls back to its top. */
  subject: string
  onClose: () => void
  children: ReactNode
}

/**
 * A record beside its table. Not a dialog: the table stays usable, so that the arrow keys walk on. On small screens it covers the
 * page.
 */
export function SidePanel({ title, subject, onClose, children }: SidePanelProps) {
  const { t } = useTranslation()
  const panel = useRef<HTMLElement>(null)
  const body = useRef<HTMLDivElement>(null)

  useEscape(panel, onClose)
  useFocusBack()

  // Where the panel covers the table, the focus would otherwise stay on what cannot be seen any more. A form may have taken it already.
  useEffect(() => {
    const within = panel.current?.contains(document.activeElement)
    if (!within && window.matchMedia('(max-width: 1100px)').matches) panel.current?.focus()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is the reason to scroll
  useEffect(() => {
    body.current?.scrollTo({ top: 0 })
  }, [subject])

  return (
    <aside ref={panel} tabIndex={-1} className={classes.panel} aria-labelledby="side-panel-title">
      <Group justify="space-between" wrap="nowrap" className={classes.head}>
        <Title order={2} size="h4" id="side-panel-title" tabIndex={-1} className={classes.title}>
          {title}
        </Title>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={t('close')}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <div ref={body} className={classes.body}>
        {children}
      </div>
    </aside>
  )
}
