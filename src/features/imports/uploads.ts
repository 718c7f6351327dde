import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { fieldErrors, invalid } from '#platform/http/index.ts'
import { fileMissing, fileTooLarge } from './errors.ts'
import { Correction, ImportOptions, type UploadFields } from './schema.ts'

/** What was uploaded: fields, then a file, or text pasted from a sheet in the field `text`. */
export interface Upload {
  fields: UploadFields
  fileName: string | null
  bytes: AsyncIterable<Buffer>
}

/** Pasted text is held whole, so it is bounded closer than a file. */
const pastedMaxBytes = 16 * 1024 * 1024

/** Reads the fields of an upload up to its file. @throws Refusal `imports.file-missing`, or naming the wrong field */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  const given: Record<string, unknown> = {}
  let pasted: string | undefined
  for await (const part of request.parts({ limits: { fieldSize: pastedMaxBytes } })) {
    if (part.type === 'file') {
      const { file, filename } = part
      return { fields: fieldsOf(given), fileName: filename || null, bytes: chunksOf(file) }
    }
    if (part.valueTruncated) throw fileTooLarge()
    const value = String(part.value)
    if (part.fieldname === 'text') pasted = value
    else if (value !== '') given[part.fieldname] = value === 'true' ? true : value === 'false' ? false : value
  }
  if (pasted === undefined) throw fileMissing()
  return { fields: fieldsOf(given), fileName: null, bytes: piecesOf(pasted) }
}

/** Lets the rest of an upload pass that is not read: a caller who still sends would not look at the answer, and the connection would hang. */
export function passOver({ raw }: FastifyRequest): void {
  raw.unpipe()
  raw.resume()
}

function fieldsOf(given: Record<string, unknown>): UploadFields {
  const shape: z.ZodType<UploadFields> = 'planId' in given ? Correction : ImportOptions
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  throw invalid(fieldErrors(parsed.error))
}

async function* chunksOf(file: AsyncIterable<unknown> & { truncated?: boolean }): AsyncGenerator<Buffer> {
  for await (const chunk of file) yield chunk as Buffer
  if (file.truncated) throw fileTooLarge()
}

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
