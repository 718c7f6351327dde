import { Alert, Anchor, Button, Center, Group, Loader, Stack, Text } from '@mantine/core'
import { IconDeviceMobile, IconEyeOff } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandedLink } from '#features/deployment/deployments/schema.ts'
import type { OwnSubscriber } from '#features/deployment/portal/schema.ts'
import { CopyField } from '#web/components/copy-field.tsx'
import { Time } from '#web/components/time.tsx'
import { isOnPhone } from '#web/lib/on-phone.ts'
import { OwnPin } from './own-pin.tsx'

const shownMs = 120_000

/** A link for oneself: on a phone the button that opens it there, else its QR code, which is hidden after a while. */
export function LinkShown({ link, number }: { link: HandedLink; number: OwnSubscriber }): ReactNode {
  const { t } = useTranslation('portal')
  const onPhone = isOnPhone()
  const [qrWanted, setQrWanted] = useState(!onPhone)
  return (
    <Stack>
      {onPhone && (
        <Button
          component="a"
          href={link.link}
          // This page stays, and says what was set up.
          target="_blank"
          rel="noreferrer"
          size="lg"
          fullWidth
          data-autofocus
          leftSection={<IconDeviceMobile size={22} aria-hidden />}
        >
          {t('setUp.openHere')}
        </Button>
      )}
      {qrWanted && <Scanned link={link} />}
      <Group gap="xs" align="center">
        <Text size="sm">{t(number.hasPin ? 'setUp.pinAsked' : 'setUp.pinNotAsked')}</Text>
        {number.hasPin && <OwnPin number={number} />}
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t('setUp.expires')} <Time at={link.expiresAt} />
        </Text>
        {onPhone ? (
          !qrWanted && (
            <Anchor component="button" type="button" size="sm" mih={24} onClick={() => setQrWanted(true)}>
              {t('setUp.anotherPhone')}
            </Anchor>
          )
        ) : (
          <Anchor href={link.link} target="_blank" rel="noreferrer" size="sm">
            {t('setUp.openOnComputer')}
          </Anchor>
        )}
      </Group>
      <Group gap="xs" role="status" wrap="nowrap">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{t('setUp.waiting')}</Text>
      </Group>
    </Stack>
  )
}

/** The QR code and the code to type. Hidden after a while, because whoever looks over a shoulder can scan too; the link works on. */
function Scanned({ link }: { link: HandedLink }) {
  const { t } = useTranslation('portal')
  const [hidden, setHidden] = useState(false)
  useEffect(() => {
    if (hidden) return
    const timer = setTimeout(() => setHidden(true), shownMs)
    return () => clearTimeout(timer)
  }, [hidden])
  if (hidden) {
    return (
      <Alert variant="light" role="status" icon={<IconEyeOff aria-hidden />}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t('setUp.hidden')}</Text>
          <Button variant="default" onClick={() => setHidden(false)}>
            {t('setUp.again')}
          </Button>
        </Stack>
      </Alert>
    )
  }
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{t('setUp.scan')}</Text>
        <Text size="sm" c="dimmed">
          {t('setUp.scanHow')} {t('setUp.hides')}
        </Text>
      </div>
      <Center bg="white" p="sm">
        <img src={link.qrCode} alt={t('setUp.qr')} width={220} height={220} />
      </Center>
      <CopyField label={t('setUp.code')} description={t('setUp.codeHelp')} value={link.authenticationCode} />
    </Stack>
  )
}
