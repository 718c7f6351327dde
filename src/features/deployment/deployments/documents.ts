import type { Platform } from '#platform/platform.ts'
import { derivedCredential } from '#platform/secrets/index.ts'
import type { ClientConfiguration } from '../configuration/client-configuration.ts'
import type { ClientFormat } from '../configuration/client-format.ts'
import { clientFormat } from '../configuration/formats.ts'
import type { ClientKind } from '../profiles/schema.ts'

/** What a softphone is handed. */
export interface HandedDocument {
  /** Text where it is sent as UTF-8, which goes out in one piece with its headers; else its bytes. */
  body: string | Buffer
  contentType: string
  fileName: string
  /** The client's own URL from now on, for formats whose document has no place for it; absent in a reset. */
  url?: string
  version?: string
}

/** The configuration as the document of one client. @param credential in the client's own URL from now on */
export function documentFor(
  { origins }: Pick<Platform, 'origins'>,
  client: { kind: string; credential: string },
  configuration: ClientConfiguration,
  version: string,
): HandedDocument {
  const format = clientFormat(client.kind as ClientKind)
  const url = `${origins.service}/client/v1/${client.credential}`
  const document = documentOf(format, format.serialise({ ...configuration, version, configUri: url }))
  return { ...document, url, version }
}

/** The document that makes the client forget its accounts; undefined where no document can. */
export function resetDocumentFor(kind: string): HandedDocument | undefined {
  const format = clientFormat(kind as ClientKind)
  const reset = format.reset()
  return reset === null ? undefined : documentOf(format, reset)
}

/** The credential in a client's own URL, made again whenever it is needed. */
export function clientCredential(
  { masterKey }: Pick<Platform, 'masterKey'>,
  accountId: string,
  clientId: string,
  generation: number,
) {
  return derivedCredential(masterKey.deriveKey('client credentials'), accountId, clientId, generation)
}

function documentOf(format: ClientFormat, text: string): HandedDocument {
  return {
    body: format.encoding === 'utf8' ? text : Buffer.from(text, format.encoding),
    contentType: format.contentType,
    fileName: format.fileName,
  }
}
