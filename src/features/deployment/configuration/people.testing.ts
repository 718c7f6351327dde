import * as fc from 'fast-check'
import {
  buildClientConfiguration,
  type ClientConfiguration,
  type SipAccount,
} from './client-configuration.ts'

/** Alice Kühn of the test vectors: extension 1001 on pbx.example.com behind a border gateway with TLS. */
export function alice(): ClientConfiguration {
  return buildClientConfiguration(
    {
      firstName: 'Alice',
      lastName: 'Kühn',
      language: 'de',
      directoryNumber: '1001',
      pbxSipHost: 'pbx.example.com',
      pbxSipUserName: '1001',
      pbxSipSecret: { clear: 's3cret-Alice' },
      mbgSipUserName: 'gw1001',
      mbgSipSecret: { clear: 'gwpw' },
      voicemailNumber: '*97',
    },
    {
      mbgSipHost: 'sbc.example.com',
      mbgSipDomain: 'gw.example.com',
      mbgTransport: 'tls',
      mbgMediaSecurity: 'sdes',
      codecs: ['opus', 'g722', 'pcma'],
    },
  ).configuration
}

/** Alice with only a PBX account, some of its values or her name replaced. */
export function aliceWith(
  account: Partial<SipAccount>,
  others: Partial<ClientConfiguration> = {},
): ClientConfiguration {
  const configuration = alice()
  const [pbx] = configuration.accounts
  if (!pbx) throw new Error('Alice has no PBX account.')
  return { ...configuration, ...others, accounts: [{ ...pbx, ...account }] }
}

/** What no format can carry: line breaks, control characters, half a surrogate pair. */
const breakingPieces = ['\n', '\r\n', '\u0000', '\t', '\u0085', '\u2028', '\ud800']

const nastyPieces = [
  ...[
    'O"Brien; <x>&',
    'Kühn',
    '😀',
    ']]>',
    '<!--',
    '&amp;',
    ';',
    ';auth_pass=evil',
    ';outbound1=sip:evil.example',
  ],
  ...['"', "'", '\\', '\\"', '>', ' ', '=', '[Account2]', '#', '%41', '@evil.example', '+49', ','],
]

const pieces = fc.oneof(
  fc.constantFrom(...nastyPieces),
  fc.constantFrom('a', '1001', 'Alice'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
)

/** Text made to break out of a document. One in eight holds something that must be refused everywhere. */
export const hostileText = fc.oneof(
  { weight: 7, arbitrary: fc.array(pieces, { minLength: 1, maxLength: 3 }).map((each) => each.join('')) },
  {
    weight: 1,
    arbitrary: fc.tuple(pieces, fc.constantFrom(...breakingPieces), pieces).map((each) => each.join('')),
  },
)
