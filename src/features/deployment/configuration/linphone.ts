import type { ClientConfiguration, SipAccount } from './client-configuration.ts'
import { type ClientFormat, refuseBrokenText } from './client-format.ts'
import { codecsNamed } from './codecs.ts'
import { addressOfRecord, digestHash, hostAndPort, numberAtAccount, quotedDisplayName } from './sip-values.ts'

/** Section → key → value; an empty value deletes the key on the phone. */
type Sections = Record<string, Record<string, string | number>>

/** A phone is given at most a PBX and an MBG account. */
const accountSlots = 2

/** Linphone's remote provisioning document: the schema is http://www.linphone.org/xsds/lpconfig.xsd. */
export const linphone: ClientFormat = {
  kind: 'linphone',
  label: 'Linphone',
  contentType: 'application/xml; charset=utf-8',
  encoding: 'utf8',
  fileName: 'linphone.xml',
  delivery: 'url',
  needsClearPassword: false,
  serialise: (configuration) => lpconfig(sectionsOf(configuration)),
  reset: linphoneReset,
}

/**
 * The tombstone: takes identity, secrets and the URL for fetching again from a phone. An error answer would not do:
 * linphone keeps its old configuration on 404 and 410.
 */
export function linphoneReset(): string {
  return lpconfig({ misc: { 'config-uri': '' }, ...emptySlot(0), ...emptySlot(1) })
}

function sectionsOf(configuration: ClientConfiguration): Sections {
  const { accounts, configUri } = configuration
  const sections: Sections = {
    misc: { ...(configUri && { 'config-uri': configUri, transient_provisioning: 0 }) },
    sip: {
      default_proxy: accounts.length > 0 ? 0 : -1,
      verify_server_certs: 1,
      ...mediaEncryption(accounts),
    },
  }
  // Linphone never prunes proxies, so an account that is no longer given must be emptied by name.
  for (let slot = 0; slot < accountSlots; slot++) {
    const account = accounts[slot]
    Object.assign(sections, account ? filledSlot(slot, account, configuration) : emptySlot(slot))
  }
  return withCodecs(sections, configuration.codecs)
}

function filledSlot(slot: number, account: SipAccount, configuration: ClientConfiguration): Sections {
  const server = `${hostAndPort('linphone', account)};transport=${account.transport}`
  const identity = addressOfRecord('linphone', account)
  const hash = digestHash(account)
  const { voicemailNumber } = configuration
  // The mailbox belongs to the first account, the one the phone dials with.
  const voicemail =
    slot === 0 && voicemailNumber
      ? {
          voicemail_uri: numberAtAccount('linphone', voicemailNumber, account, 'voicemailNumber'),
          mwi_server_uri: identity,
        }
      : { voicemail_uri: '', mwi_server_uri: '' }
  return {
    [`proxy_${slot}`]: {
      reg_proxy: `<sip:${server}>`,
      // The route decides where the REGISTER goes, so the SIP domain need not resolve.
      reg_route: `<sip:${server};lr>`,
      reg_identity: `${quotedDisplayName('linphone', configuration.displayName)}<${identity}>`,
      reg_expires: account.registrationExpirySeconds,
      reg_sendregister: 1,
      publish: 0,
      avpf: 0,
      realm: text(`accounts.${account.role}.realm`, account.realm),
      ...voicemail,
    },
    [`auth_info_${slot}`]: {
      username: text(`accounts.${account.role}.userName`, account.userName),
      userid: account.userName,
      // The clear password never goes to linphone, and one that an older document or its user left is taken away.
      passwd: '',
      ha1: hash ? text(`accounts.${account.role}.secret`, hash.ha1) : '',
      realm: account.realm,
      domain: account.domain,
      algorithm: hash?.algorithm ?? 'MD5',
    },
  }
}

function emptySlot(slot: number): Sections {
  return {
    [`proxy_${slot}`]: {
      reg_sendregister: 0,
      reg_identity: '',
      reg_proxy: '',
      reg_route: '',
      realm: '',
      voicemail_uri: '',
      mwi_server_uri: '',
    },
    [`auth_info_${slot}`]: { username: '', userid: '', passwd: '', ha1: '', realm: '', domain: '' },
  }
}

/**
 * Linphone encrypts for all accounts alike. Where the accounts differ the encryption is offered but not mandatory, and
 * the account that demands it is held to it by its server.
 */
function mediaEncryption(accounts: SipAccount[]): Record<string, string | number> {
  const demanded = accounts.map((account) => account.mediaSecurity)
  const strongest =
    demanded.find((each) => each === 'dtls') ?? demanded.find((each) => each === 'sdes') ?? 'none'
  const names = { none: 'none', sdes: 'srtp', dtls: 'dtls' }
  const mandatory = strongest !== 'none' && demanded.every((each) => each === strongest)
  return { media_encryption: names[strongest], media_encryption_mandatory: mandatory ? 1 : 0 }
}

/** Codecs are read from slot 0 up to the first one without a name, so an empty slot ends what an older list left. */
function withCodecs(sections: Sections, names: string[]): Sections {
  const codecs = codecsNamed('linphone', names)
  const slots = codecs.map((codec, slot) => [
    `audio_codec_${slot}`,
    { mime: codec.encodingName, rate: codec.clockRateHz, channels: codec.channels, enabled: 1 },
  ])
  return {
    ...sections,
    misc: { ...sections.misc, add_missing_audio_codecs: codecs.length > 0 ? 0 : 1 },
    ...Object.fromEntries(slots),
    [`audio_codec_${codecs.length}`]: { mime: '' },
  }
}

/** The phone stores each value on one line of its own file, so a line break would be a setting of its own there. */
function text(field: string, value: string): string {
  return refuseBrokenText('linphone', field, value)
}

function lpconfig(sections: Sections): string {
  let document =
    '<?xml version="1.0" encoding="UTF-8"?>\n<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">\n'
  for (const [section, entries] of Object.entries(sections)) {
    document += `  <section name="${section}">\n`
    for (const [key, value] of Object.entries(entries)) {
      const content = typeof value === 'number' ? value : xmlText(key, value)
      // Without `overwrite` on the entry itself a phone keeps the value it has.
      document += `    <entry name="${key}" overwrite="true">${content}</entry>\n`
    }
    document += '  </section>\n'
  }
  return `${document}</config>\n`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function xmlText(key: string, value: string): string {
  return text(key, value).replace(/[&<>"']/g, (character) => entities[character] as string)
}
