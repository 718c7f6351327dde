import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconBrandTwilio,
  IconCircleCheck,
  IconCircleDashed,
  IconCloud,
  IconDeviceLandlinePhone,
  IconHeadset,
  IconLogin2,
  IconMessages,
  IconRefreshDot,
  IconRouter,
  IconVideo,
} from '@tabler/icons-react'
import type { StatusLook } from '#web/components/status-badge.tsx'
import type { Integration } from '../schema.ts'

/** The picture of each integration. */
export const pictures: Record<Integration['integration'], Icon> = {
  'miteam-meetings': IconVideo,
  micollab: IconMessages,
  'mivoice-business': IconDeviceLandlinePhone,
  twilio: IconBrandTwilio,
  scim: IconRefreshDot,
  sso: IconLogin2,
  'mitel-cx': IconHeadset,
  'micloud-connect': IconCloud,
  iot: IconRouter,
}

/** How each standing is drawn. */
export const looks: Record<Integration['state'], StatusLook> = {
  on: { color: 'teal', icon: IconCircleCheck },
  off: { color: 'gray', icon: IconCircleDashed },
  failing: { color: 'orange', icon: IconAlertTriangle },
  'not-available': { color: 'gray', icon: IconBan },
}
