import { isOwnAddress } from '#platform/mailer/layout/inert.ts'

/** What may stand in subject and body of the deployment e-mail as `{{name}}`. */
export const placeholders = [
  'firstName',
  'lastName',
  'directoryNumber',
  'accountName',
  'link',
  'qrCode',
  'authenticationCode',
  'expiresAt',
] as const
export type Placeholder = (typeof placeholders)[number]

/** A piece of a template: text as it stands, or a placeholder. */
export type TemplatePiece = { text: string } | { placeholder: Placeholder }

/** Something wrong with a template. `index` counts UTF-16 units from 0; `line` and `column` count from 1. */
export interface TemplateFault {
  code:
    | 'mail.placeholder-unknown'
    | 'mail.placeholder-secret'
    | 'mail.placeholder-open'
    | 'mail.placeholder-not-in-subject'
    | 'mail.placeholder-repeated'
    | 'mail.link-missing'
    | 'mail.link-foreign'
    | 'mail.line-break-in-subject'
    | 'mail.text-too-long'
  message: string
  index: number
  line: number
  column: number
}

const known: ReadonlySet<string> = new Set(placeholders)
const bracesOrName = /\{\{\s*([\p{L}\p{N}_.-]*)\s*\}\}|\{\{/gu

/** Cuts a template into text and placeholders. What is no known placeholder stays text. */
export function piecesOf(template: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = []
  let end = 0
  for (const match of template.matchAll(bracesOrName)) {
    if (!isPlaceholder(match[1])) continue
    if (match.index > end) pieces.push({ text: template.slice(end, match.index) })
    pieces.push({ placeholder: match[1] })
    end = match.index + match[0].length
  }
  if (end < template.length) pieces.push({ text: template.slice(end) })
  return pieces
}

/**
 * Puts values in place of placeholders, once: what looks like a placeholder within a value stays as it is. There are
 * no conditions, loops or expressions, so a template can do nothing but say something.
 */
export function renderTemplate(template: string, values: Readonly<Record<Placeholder, string>>): string {
  return piecesOf(template)
    .map((piece) => ('text' in piece ? piece.text : values[piece.placeholder]))
    .join('')
}

/** What is wrong with the placeholders of a template, in the order of the text. */
export function checkTemplate(template: string): TemplateFault[] {
  return [...template.matchAll(bracesOrName)].flatMap((match): TemplateFault[] => {
    const [, name] = match
    if (isPlaceholder(name)) return []
    return [{ ...wrongPlaceholder(name), ...positionOf(template, match.index) }]
  })
}

/** As `checkTemplate`, and what a subject may not hold: secrets of the link, pictures, more than one line. */
export function checkSubject(template: string): TemplateFault[] {
  const notInSubject: readonly string[] = ['link', 'qrCode', 'authenticationCode']
  const misplaced = found(template)
    .filter(({ name }) => notInSubject.includes(name))
    .map(({ name, index }) => ({
      code: 'mail.placeholder-not-in-subject' as const,
      message: `{{${name}}} cannot stand in the subject: subjects are shown on locked screens. Put it into the text.`,
      ...positionOf(template, index),
    }))
  const lineBreak = template.search(/[\r\n\u2028\u2029]/)
  const broken: TemplateFault[] =
    lineBreak < 0
      ? []
      : [
          {
            code: 'mail.line-break-in-subject',
            message: 'Keep the subject on one line.',
            ...positionOf(template, lineBreak),
          },
        ]
  return [...checkTemplate(template), ...misplaced, ...broken, ...tooLong(template, 200)].sort(byPlace)
}

/** As `checkTemplate`, and what a body needs: the link, once, and no more text than a mail shows uncut. */
export function checkBody(template: string): TemplateFault[] {
  const names = found(template)
  const repeated = names
    .filter(({ name }, at) => isBlock(name) && names.findIndex((each) => each.name === name) < at)
    .map(({ name, index }) => ({
      code: 'mail.placeholder-repeated' as const,
      message: `Use {{${name}}} once only.`,
      ...positionOf(template, index),
    }))
  const missing: TemplateFault[] = names.some(({ name }) => name === 'link')
    ? []
    : [
        {
          code: 'mail.link-missing',
          message: 'Put {{link}} where the button is to stand. Without it nobody can set up their softphone.',
          ...positionOf(template, template.length),
        },
      ]
  return [...checkTemplate(template), ...repeated, ...missing, ...tooLong(template, 5_000)].sort(byPlace)
}

/**
 * Web addresses that lead to another host than ours (threats.md "Phishing through our mailer"). They would be made inert in the mail; refused
 * here, so that nobody wonders why their link is none.
 */
export function checkLinks(template: string, ownOrigin: string): TemplateFault[] {
  return [...template.matchAll(/(?:https?:\/\/|\bwww\.)\S*/giu)]
    .filter(([address]) => !isOwnAddress(address, ownOrigin))
    .map(({ 0: address, index }) => ({
      code: 'mail.link-foreign' as const,
      message: `${address.slice(0, 80)} leads to another host. Take it out: a text may only name addresses at ${ownOrigin}.`,
      ...positionOf(template, index),
    }))
}

/** Placeholders that become a button or a picture of their own. */
export function isBlock(placeholder: Placeholder): placeholder is 'link' | 'qrCode' {
  return placeholder === 'link' || placeholder === 'qrCode'
}

function isPlaceholder(name: string | undefined): name is Placeholder {
  return name !== undefined && known.has(name)
}

function found(template: string): Array<{ name: Placeholder; index: number }> {
  return [...template.matchAll(bracesOrName)].flatMap(({ 1: name, index }) =>
    isPlaceholder(name) ? [{ name, index }] : [],
  )
}

function wrongPlaceholder(name: string | undefined): Pick<TemplateFault, 'code' | 'message'> {
  if (name === undefined) {
    return {
      code: 'mail.placeholder-open',
      message: 'A placeholder is a name between {{ and }}, for example {{firstName}}.',
    }
  }
  if (namesSecret(name)) {
    return {
      code: 'mail.placeholder-secret',
      message: `{{${name}}} cannot be sent: PINs and passwords never travel by e-mail. Tell them to the person separately.`,
    }
  }
  return {
    code: 'mail.placeholder-unknown',
    message: `There is no {{${name}}}. Use one of ${placeholders.map((each) => `{{${each}}}`).join(', ')}.`,
  }
}

/** `{{deployment_pin}}` means the same as `{{deploymentPin}}`, and gets the same answer. */
function namesSecret(name: string): boolean {
  const folded = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return /^pin|pin$|pincode|passw|passcode|passphrase|kennwort|secret|pwd|ha1/.test(folded)
}

function tooLong(template: string, lengthMax: number): TemplateFault[] {
  if (template.length <= lengthMax) return []
  const message = `Use at most ${lengthMax} characters.`
  return [{ code: 'mail.text-too-long', message, ...positionOf(template, lengthMax) }]
}

function positionOf(template: string, index: number): Pick<TemplateFault, 'index' | 'line' | 'column'> {
  const lines = template.slice(0, index).split(/\r\n|[\r\n]/)
  return { index, line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

function byPlace(one: TemplateFault, other: TemplateFault): number {
  return one.index - other.index
}
