import type { ManualSetting } from '../configuration/generic.ts'
import type { LanguageCode } from '../subscribers/fields.ts'
import { type AskPin, askPin, chooseApp, enterCode } from './ask.tsx'
import { linphoneStoreLinks } from './linphone-steps.tsx'
import { done, expired, type NoticeName, notice } from './outcomes.tsx'
import { type ReadyFile, type ReadyLinphone, ready } from './ready.tsx'

/** A name that breaks out of attributes, tags and header lines where it is not escaped. */
export const hostileName = `O"Brien; <x>&`

export const ticketUrl = 'https://rollcall.example.com/c/AbCd.1234567890abcdefghij'

export const offered: AskPin['offered'] = [
  { kind: 'linphone', label: 'Linphone' },
  { kind: 'microsip', label: 'MicroSIP' },
  { kind: 'baresip', label: 'baresip' },
  { kind: 'generic', label: 'Other client' },
]

export function pinPage(language: LanguageCode): AskPin {
  return {
    language,
    accountName: hostileName,
    logoUrl: '/logos/acme.png',
    serviceHost: 'rollcall.example.com',
    formAction: '/d/token',
    nonce: 'nonce-1',
    platform: 'android',
    offered,
  }
}

const ticket = {
  expiresAt: new Date('2026-03-01T09:13:00Z'),
  timeZone: 'Europe/Berlin',
  doneUrl: '/d/token',
}

export function linphonePage(language: LanguageCode): ReadyLinphone {
  return {
    language,
    ...ticket,
    accountName: hostileName,
    kind: 'linphone',
    statusUrl: '/d/token/status',
    platform: 'windows',
    ticketUrl,
    qrDataUri: 'data:image/svg+xml;base64,AAAA',
    storeLinks: linphoneStoreLinks,
  }
}

export function filePage(language: LanguageCode): ReadyFile {
  return {
    language,
    ...ticket,
    accountName: hostileName,
    kind: 'microsip',
    label: 'MicroSIP',
    fileAction: '/d/token/file',
    nonce: 'nonce-2',
  }
}

export const manualRows: ManualSetting[] = [
  { section: 'general', labelKey: 'displayName', value: '1001', secret: false },
  { section: 'general', labelKey: 'codecs', value: 'opus, PCMA, PCMU', secret: false },
  { section: 'pbx', labelKey: 'userName', value: '1001', secret: false },
  { section: 'pbx', labelKey: 'password', value: '<s3cret>&', secret: true },
  { section: 'pbx', labelKey: 'host', value: 'pbx.example.com', secret: false },
  { section: 'pbx', labelKey: 'port', value: '5061', secret: false },
  { section: 'pbx', labelKey: 'transport', value: 'tls', secret: false },
  { section: 'pbx', labelKey: 'mediaSecurity', value: 'sdes', secret: false },
]

const notices: NoticeName[] = [
  'blocked',
  'sent',
  'used',
  'locked',
  'noApp',
  'stopped',
  'revoked',
  'notForBrowsers',
]

/** Every page there is, by name. */
export function everyPage(language: LanguageCode): Record<string, string> {
  const frame = { language, accountName: hostileName }
  const pin = pinPage(language)
  return {
    askPin: askPin(pin),
    'askPin, wrong': askPin({ ...pin, error: 'wrong', attemptsLeft: 3, chosen: 'generic' }),
    'askPin, malformed': askPin({ ...pin, error: 'malformed' }),
    chooseApp: chooseApp(pin as Parameters<typeof chooseApp>[0]),
    'chooseApp, nothing chosen': chooseApp({ ...pin, platform: 'windows', error: 'no-app' }),
    enterCode: enterCode({ language, formAction: '/d' }),
    'ready, Linphone on a computer': ready(linphonePage(language)),
    'ready, Linphone on a phone': ready({ ...linphonePage(language), platform: 'ios' }),
    'ready, file': ready(filePage(language)),
    'ready, by hand': ready({ ...frame, kind: 'generic', rows: manualRows }),
    done: done({
      ...frame,
      kindLabel: 'Linphone',
      at: new Date('2026-03-01T09:03:00Z'),
      timeZone: 'Europe/Berlin',
      blockAction: '/d/token/block',
      nonce: 'nonce-3',
    }),
    expired: expired({ ...frame, askAnewAction: '/d/token/new-link', nonce: 'nonce-4' }),
    unknownOrExpired: notice('unknownOrExpired', { language }),
    ...Object.fromEntries(notices.map((name) => [name, notice(name, frame)])),
  }
}
