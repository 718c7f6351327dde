import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { badInput } from './ends.ts'
import { labelOf } from './table.ts'

// The flags of fields are made from the shapes that the service checks bodies and queries with: each field has one, under its own name, and is read
// into what the shape takes. Whether the value is good is for the service to say.

/** The fields of an object of zod. */
export type Shape = Record<string, unknown>

type Kind =
  | { is: 'text' | 'number' | 'yes-or-no' }
  | { is: 'choice' | 'choices'; of: string[] }
  /** Not for a flag: an object, or what nobody may set. */
  | { is: 'none' }

/** Stands for null in the values of options: commander takes a null for an empty text. */
const cleared = Symbol('cleared')

/** Options of a shape's fields. @param except fields without one */
export function addShapeOptions(
  command: Command,
  shape: Shape,
  { except = [] }: { except?: readonly string[] } = {},
): Command {
  for (const [field, given] of Object.entries(shape)) {
    const { kind, nullable, description } = readingOf(given)
    if (kind.is === 'none' || except.includes(field)) continue
    const help = description === undefined ? labelOf(field) : asHelp(description)
    const option = new Option(`--${flagOf(field)} ${placeholder[kind.is]}`, help + among(kind))
    command.addOption(option.argParser((text, before) => readValue(kind, nullable, text, before)))
  }
  return command
}

/** What was given of a shape's fields, under their names. */
export function givenOf(shape: Shape, options: Record<string, unknown>): Record<string, unknown> {
  const given = Object.keys(shape).map((field) => [field, options[field]] as const)
  const told = given.filter(([, value]) => value !== undefined)
  return Object.fromEntries(told.map(([field, value]) => [field, value === cleared ? null : value]))
}

/**
 * The fields of a file of JSON, `-` for standard input: the way for passwords and PINs, which stand in `ps` and the shell's history when they are arguments.
 * @throws CommandEnd when it holds no object
 */
export async function fieldsFrom(file: string | undefined): Promise<Record<string, unknown>> {
  if (file === undefined) return {}
  const text = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch(() => {
    throw badInput(`${file} cannot be read.`)
  })
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch {
    // Neither the text nor the reader's complaint is shown: both may hold a password.
    throw badInput('Give the fields as one object of JSON, as in {"voicemailPin": "4711"}.')
  }
}

/** `directoryNumber` → `directory-number`, as commander turns it back. */
export function flagOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** A description of the API document, without its marks and the numbers of requirements. */
function asHelp(description: string): string {
  return description.replaceAll('`', '').replace(/ \([A-Z]{2}-\d[^)]*\)/g, '')
}

const placeholder = {
  text: '<text>',
  number: '<number>',
  'yes-or-no': '<yes|no>',
  choice: '<word>',
  choices: '<words>',
  none: '',
}

function among(kind: Kind): string {
  if (kind.is === 'choice') return ` (${kind.of.join(', ')})`
  return kind.is === 'choices' ? ` (with commas: ${kind.of.join(', ')})` : ''
}

function readValue(kind: Kind, nullable: boolean, text: string, before: unknown): unknown {
  if (nullable && text === '') return cleared
  switch (kind.is) {
    case 'number':
      if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
      return Number(text)
    case 'yes-or-no':
      if (text !== 'yes' && text !== 'no') throw new InvalidArgumentError('Give yes or no.')
      return text === 'yes'
    case 'choice':
      return chosen(kind.of, text)
    case 'choices':
      return [
        ...((before as string[] | undefined) ?? []),
        ...text.split(',').map((one) => chosen(kind.of, one.trim())),
      ]
    default:
      return text
  }
}

function chosen(choices: string[], text: string): string {
  if (!choices.includes(text)) throw new InvalidArgumentError(`Give one of ${choices.join(', ')}.`)
  return text
}

/** Looks through what may be absent, null or by default. */
function readingOf(given: unknown): { kind: Kind; nullable: boolean; description: string | undefined } {
  let schema = given as z.ZodType
  let nullable = false
  let { description } = schema
  for (;;) {
    if (schema instanceof z.ZodNullable) nullable = true
    const inner = innerOf(schema)
    if (inner === undefined) return { kind: kindOf(schema), nullable, description }
    schema = inner
    description ??= schema.description
  }
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.def.in as z.ZodType
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  return wraps ? (schema.def.innerType as z.ZodType) : undefined
}

function kindOf(schema: z.ZodType): Kind {
  if (schema instanceof z.ZodEnum) return { is: 'choice', of: schema.options.map(String) }
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodEnum) {
    return { is: 'choices', of: schema.element.options.map(String) }
  }
  if (schema instanceof z.ZodBoolean) return { is: 'yes-or-no' }
  if (schema instanceof z.ZodNumber) return { is: 'number' }
  return schema instanceof z.ZodString || schema instanceof z.ZodStringFormat
    ? { is: 'text' }
    : { is: 'none' }
}
