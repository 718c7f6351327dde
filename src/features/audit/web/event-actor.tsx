import { Badge, Group, VisuallyHidden } from '@mantine/core'
import {
  type Icon,
  IconDeviceMobile,
  IconKey,
  IconPlugConnected,
  IconServerCog,
  IconTerminal2,
  IconUser,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ActorKind } from '../choices.ts'
import type { AuditEvent } from '../schema.ts'

const icons: Record<ActorKind, Icon> = {
  user: IconUser,
  'api-key': IconKey,
  system: IconServerCog,
  operator: IconTerminal2,
  'end-user': IconDeviceMobile,
  connection: IconPlugConnected,
}

type Acting = Pick<AuditEvent, 'actorKind' | 'actorName' | 'fromPartner'>

/** Who acted: what kind of actor, the name, and whether the partner's. */
export function EventActor({ actorKind, actorName, fromPartner }: Acting) {
  const { t } = useTranslation('events')
  const Shape = icons[actorKind]
  return (
    <Group gap={6} wrap="wrap" component="span">
      <span title={t(`kindHelp.${actorKind}`)} style={{ display: 'inline-flex' }}>
        <Shape size={15} aria-hidden />
        <VisuallyHidden>{t(`kind.${actorKind}`)}: </VisuallyHidden>
      </span>
      <span style={{ overflowWrap: 'anywhere' }}>{actorName ?? t('kind.system')}</span>
      {fromPartner && (
        <Badge size="sm" variant="light" color="gray" title={t('partnerHelp')}>
          {t('partner')}
        </Badge>
      )}
    </Group>
  )
}
