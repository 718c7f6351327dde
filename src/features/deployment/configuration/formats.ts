import { baresip } from './baresip.ts'
import type { ClientConfiguration } from './client-configuration.ts'
import {
  ClearPasswordNeeded,
  type ClientFormat,
  type ClientKind,
  UnrepresentableValue,
} from './client-format.ts'
import { generic } from './generic.ts'
import { linphone } from './linphone.ts'
import { microsip } from './microsip.ts'

/** Every format there is, in the order in which a person is offered them. */
export const clientFormats: readonly ClientFormat[] = [linphone, microsip, baresip, generic]

export type OfferedFormat = {
  kind: ClientKind
  label: string
  offered: boolean
  /** Why not: the profile does not offer it, nothing to register, a hash is not enough, or `field` cannot be carried. */
  reasonCode?: 'not-in-profile' | 'no-account' | 'needs-clear-password' | 'value-not-representable'
  field?: string
}

/** The format of one kind of client. */
export function clientFormat(kind: ClientKind): ClientFormat {
  const format = clientFormats.find((each) => each.kind === kind)
  if (!format) throw new Error(`There is no format for clients of kind ${kind}.`)
  return format
}

/**
 * Which formats can carry this configuration. It is found out by writing each document, so what is offered never fails
 * at the moment of the download.
 */
export function offeredFormats(
  configuration: ClientConfiguration,
  clientKinds: readonly string[],
): OfferedFormat[] {
  return clientFormats.map((format) => offerOf(format, configuration, clientKinds))
}

/** Whether there is any app to be set up with this configuration; no more documents are written than it takes to know. */
export function offersAnyFormat(configuration: ClientConfiguration, clientKinds: readonly string[]): boolean {
  return clientFormats.some((format) => offerOf(format, configuration, clientKinds).offered)
}

function offerOf(
  { kind, label, serialise }: ClientFormat,
  configuration: ClientConfiguration,
  clientKinds: readonly string[],
): OfferedFormat {
  const refused = (reason: Pick<OfferedFormat, 'reasonCode' | 'field'>) => ({
    kind,
    label,
    offered: false,
    ...reason,
  })
  if (!clientKinds.includes(kind)) return refused({ reasonCode: 'not-in-profile' })
  if (configuration.accounts.length === 0) return refused({ reasonCode: 'no-account' })
  try {
    serialise(configuration)
    return { kind, label, offered: true }
  } catch (error) {
    if (error instanceof ClearPasswordNeeded) {
      return refused({ reasonCode: 'needs-clear-password', field: error.field })
    }
    if (error instanceof UnrepresentableValue) {
      return refused({ reasonCode: 'value-not-representable', field: error.field })
    }
    throw error
  }
}
