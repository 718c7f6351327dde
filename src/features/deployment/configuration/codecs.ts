import { type ClientKind, UnrepresentableValue } from './client-format.ts'

/** `clockRateHz` is what RTP says, `samplingRateHz` what is sampled; G.722 is the one codec where they differ. */
export type Codec = {
  name: string
  encodingName: string
  clockRateHz: number
  samplingRateHz: number
  channels: number
}

/** The audio codecs a profile may name (RFC 3551 section 4.5, RFC 7587 section 4). */
const known: Codec[] = [
  { name: 'opus', encodingName: 'opus', clockRateHz: 48_000, samplingRateHz: 48_000, channels: 2 },
  { name: 'g722', encodingName: 'G722', clockRateHz: 8_000, samplingRateHz: 16_000, channels: 1 },
  { name: 'pcma', encodingName: 'PCMA', clockRateHz: 8_000, samplingRateHz: 8_000, channels: 1 },
  { name: 'pcmu', encodingName: 'PCMU', clockRateHz: 8_000, samplingRateHz: 8_000, channels: 1 },
  { name: 'g729', encodingName: 'G729', clockRateHz: 8_000, samplingRateHz: 8_000, channels: 1 },
]

/** The named codecs, the preferred first; case does not matter. An unknown name is refused. */
export function codecsNamed(kind: ClientKind, names: string[]): Codec[] {
  return names.map((name) => {
    const codec = known.find((each) => each.name === name.toLowerCase())
    if (!codec) throw new UnrepresentableValue(kind, 'codecs')
    return codec
  })
}

/** `G722/16000/1`: how baresip and PJSIP (MicroSIP) name a codec. */
export function codecId({ encodingName, samplingRateHz, channels }: Codec): string {
  return `${encodingName}/${samplingRateHz}/${channels}`
}
