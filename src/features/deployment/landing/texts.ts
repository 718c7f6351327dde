import type { LanguageCode } from '../subscribers/fields.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { pt } from './texts/pt.ts'

/** A page that only says something: what happened, what it means, whom to ask. */
type Notice = { title: string; lead: string }

/** Everything the pages say in one language. Names of apps come as `app`, wall-clock times as `time`. */
export interface LandingTexts {
  hello: string
  askPin: {
    lead: string
    label: string
    hint: string
    wrong: string
    attemptsLeft(count: number): string
    malformed: string
  }
  chooseApp: { lead: string; legend: string; others: string; missing: string; press: string }
  apps: {
    generic: string
    hints: { linphone: string; microsip: string; baresip: string; generic: string }
  }
  addressNote(host: string): string
  linphone: {
    title: string
    onPhone: string
    open: string
    notInstalled: string
    afterInstalling: string
    stores: { android: string; ios: string; computer: string }
    scan: string
    scanHow: string
    qr: string
    qrHides: string
    openHere: string
    byHand: string
    byHandHow: string
  }
  file: {
    title(app: string): string
    press: string
    how: { microsip: string; baresip: string }
    holdsPassword: string
  }
  manual: {
    title: string
    lead: string
    show: string
    setting: string
    value: string
    sections: { general: string; pbx: string; mbg: string; clientService: string }
    settings: Record<SettingKey, string>
    mediaSecurity: { none: string; sdes: string; dtls: string }
  }
  validUntil(time: string): string
  waiting: string
  seeResult: string
  done: { title(app: string, time: string): string; lead: string; notMine: string; block: string }
  blocked: Notice
  enterCode: Notice & { label: string; hint: string; press: string }
  unknownOrExpired: Notice
  expired: Notice & { press: string }
  sent: Notice
  used: Notice
  locked: Notice
  noApp: Notice
  stopped: Notice
  revoked: Notice
  notForBrowsers: Notice
}

/** The settings a person may have to type in; the keys of the generic client's rows. */
export type SettingKey =
  | 'displayName'
  | 'voicemailNumber'
  | 'codecs'
  | 'userName'
  | 'password'
  | 'domain'
  | 'host'
  | 'port'
  | 'transport'
  | 'mediaSecurity'
  | 'realm'
  | 'registrationExpirySeconds'

export const landingTexts: Record<LanguageCode, LandingTexts> = { en, de, fr, es, pt }
