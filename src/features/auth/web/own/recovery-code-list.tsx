import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { sessionQuery } from '../session.ts'
import classes from './recovery-code-list.module.css'

interface RecoveryCodeListProps {
  codes: string[]
  onDone: () => void
}

/** Recovery codes, shown once: to copy, to download, to print. They go when it is said that they were kept. */
export function RecoveryCodeList({ codes, onDone }: RecoveryCodeListProps): ReactNode {
  const { t } = useTranslation('security')
  const { data: session } = useQuery(sessionQuery)
  const [kept, setKept] = useState(false)
  const first = useRef<HTMLDivElement>(null)
  useEffect(() => first.current?.focus(), [])
  const title = t('codes.file', { email: session?.user.email ?? '' })
  const text = [title, '', ...codes, ''].join('\r\n')
  return (
    <Stack>
      <Text size="sm" ref={first} tabIndex={-1} className={classes.lead} component="div">
        {t('codes.lead')}
      </Text>
      <ul className={classes.codes} aria-label={t('codes.list')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'codes.copied' : 'codes.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          size="xs"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="rollcall-recovery-codes.txt"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t('codes.download')}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPrinter size={14} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('codes.print')}
        </Button>
      </Group>
      <Checkbox
        label={t('codes.kept')}
        checked={kept}
        onChange={({ currentTarget }) => setKept(currentTarget.checked)}
      />
      <Group justify="flex-end">
        <ActionButton because={kept ? undefined : t('codes.notYet')} onClick={onDone}>
          {t('codes.done')}
        </ActionButton>
      </Group>
      {/* Shown on paper only, and nothing else is. */}
      {createPortal(
        <div className={classes.paper}>
          <p>{title}</p>
          <ul className={classes.codes}>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>,
        document.body,
      )}
    </Stack>
  )
}
