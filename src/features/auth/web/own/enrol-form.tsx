import { Button, Code, CopyButton, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconDeviceMobile } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lazy } from '#web/lib/lazy.ts'
import { isOnPhone } from '#web/lib/on-phone.ts'
import type { NewSecondFactor } from '../../second-factors/schema.ts'
import { CodeField } from '../code-field.tsx'
import { confirmSecondFactor } from './api.ts'

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }))

const qrSize = 208

interface EnrolFormProps {
  enrolment: NewSecondFactor
  onConfirmed: (recoveryCodes: string[]) => void
  onCancel?: () => void
}

/** The key of an authenticator app, to scan or to type, and the first code that the app makes of it. */
export function EnrolForm({ enrolment: { uri, secret }, onConfirmed, onCancel }: EnrolFormProps): ReactNode {
  const { t } = useTranslation('security')
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const confirming = useMutation({
    mutationFn: confirmSecondFactor,
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    onError: () => setCode(''),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(code === '')
    if (code !== '' && !confirming.isPending) confirming.mutate(code)
  }

  function change(typed: string) {
    setCode(typed)
    setMissing(false)
    confirming.reset()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {isOnPhone() && (
          <Button
            component="a"
            href={uri}
            variant="default"
            fullWidth
            leftSection={<IconDeviceMobile size={18} aria-hidden />}
          >
            {t('enrol.openHere')}
          </Button>
        )}
        <Text size="sm">{t('enrol.scan')}</Text>
        <Group justify="center" mih={qrSize}>
          <Suspense fallback={<Skeleton width={qrSize} height={qrSize} />}>
            <QrCode text={uri} label={t('enrol.qr')} size={qrSize} />
          </Suspense>
        </Group>
        <div>
          <Text size="sm">{t('enrol.byHand')}</Text>
          <Group gap="xs" mt={4}>
            <Code fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {inGroups(secret)}
            </Code>
            <CopyButton value={secret}>
              {({ copied, copy }) => (
                <Button
                  variant="subtle"
                  size="xs"
                  leftSection={
                    copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                  }
                  onClick={copy}
                >
                  {t(copied ? 'enrol.copied' : 'enrol.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </div>
        <CodeField
          label={t('enrol.code')}
          description={t('enrol.codeHelp')}
          value={code}
          error={missing ? t('enrol.noCode') : confirming.error?.message}
          onChange={change}
          onWhole={(whole) => confirming.mutate(whole)}
        />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('cancel', { ns: 'common' })}
            </Button>
          )}
          <Button type="submit" loading={confirming.isPending}>
            {t('enrol.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Four characters and a space, as they are read and typed. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
