import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { fieldErrors, invalid } from '#platform/http/index.ts'
import { fileMissing, fileNotLast, fileTooLarge, uploadMalformed } from './errors.ts'
import { Correction, type Import, ImportOptions, UserImportOptions } from './schema.ts'

/** What was uploaded: fields, then a file, or text pasted from a sheet in the field `text`. */
export interface Upload {
  /** Empty fields are left out; `true` and `false` are what they say. */
  fields: Record<string, unknown>
  fileName: string | null
  bytes: AsyncIterable<Buffer>
}

const example = {
  subscribers: 'Directory Number;First Name;Last Name;E-Mail\n1001;Anna;Kühn;anna.kuehn@example.com\n',
  users: 'First Name;Last Name;E-Mail\nAnna;Kühn;anna.kuehn@example.com\n',
}

/** The form of an upload as the API document shows it: the options, then a file, or its rows as text. */
export function uploadForm(kind: Import['kind']): z.ZodType {
  const options = kind === 'users' ? UserImportOptions : ImportOptions
  return z
    .object({
      ...options.shape,
      planId: Correction.shape.planId
        .optional()
        .describe('The plan whose rows this file corrects. Its options stay, so that none is sent with it.'),
      text: z.string().optional().describe('Rows pasted out of a sheet, instead of a file.'),
      file: z.file().optional().describe('CSV or a workbook (`.xlsx`), at most 64 MiB. It comes last.'),
    })
    .meta({ examples: [{ partial: true, file: example[kind] }] })
}

/** Pasted text is held whole, so it is bounded closer than a file. */
const pastedMaxBytes = 16 * 1024 * 1024

/**
 * Reads the fields of an upload up to its file.
 * @throws Refusal `imports.file-missing`; `http.malformed`, also while the bytes are read, when it is no whole multipart form
 */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  const given: Record<string, unknown> = {}
  let pasted: string | undefined
  const parts = partsOf(request)
  for (;;) {
    const { done, value: part } = await parts.next()
    if (done) break
    if (part.type === 'file') {
      const { file, filename } = part
      return { fields: given, fileName: filename || null, bytes: chunksOf(file, parts) }
    }
    if (part.valueTruncated) throw fileTooLarge()
    const value = String(part.value)
    if (part.fieldname === 'text') pasted = value
    else if (value !== '') given[part.fieldname] = value === 'true' ? true : value === 'false' ? false : value
  }
  if (pasted === undefined) throw fileMissing()
  return { fields: given, fileName: null, bytes: piecesOf(pasted) }
}

/** Lets the rest of an upload pass that is not read: a caller who still sends would not look at the answer, and the connection would hang. */
export function passOver({ raw }: FastifyRequest): void {
  raw.unpipe()
  raw.resume()
}

/**
 * What the fields ask for: the options of a new plan, or which plan the file corrects.
 * @throws Refusal naming the wrong field
 */
export function optionsOf(
  { fields }: Upload,
  kind: Import['kind'],
): Correction | ImportOptions | UserImportOptions {
  const ofNewPlan = kind === 'users' ? UserImportOptions : ImportOptions
  const shape: z.ZodType<ReturnType<typeof optionsOf>> = 'planId' in fields ? Correction : ofNewPlan
  const parsed = shape.safeParse(fields)
  if (parsed.success) return parsed.data
  throw invalid(fieldErrors(parsed.error))
}

/** The parts in their order. @throws Refusal `http.malformed` */
async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts({ limits: { fieldSize: pastedMaxBytes } })
  } catch (error) {
    throw brokenOff(error)
  }
}

/** @param parts what follows the file: nothing may, since by then what the fields ask for has been done */
async function* chunksOf(
  file: MultipartFile['file'],
  parts: AsyncGenerator<Multipart>,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of file) yield chunk as Buffer
  } catch (error) {
    throw brokenOff(error)
  }
  if (file.truncated) throw fileTooLarge()
  const { done, value: part } = await parts.next()
  if (!done) throw fileNotLast(part.fieldname)
}

/** What the reader of multipart forms stumbles over is the caller's, and no fault of ours; it throws bare errors. */
function brokenOff(error: unknown): unknown {
  if ((error as { code?: string }).code === 'FST_FILES_LIMIT') return fileNotLast('file')
  const isBare =
    error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && !('code' in error)
  return isBare ? uploadMalformed() : error
}

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
