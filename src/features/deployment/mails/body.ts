import type { Run } from '#platform/mailer/layout/layout.tsx'
import { isBlock, type Placeholder, piecesOf, type TemplatePiece } from './template.ts'

/** A block of a mail: a paragraph of lines, the button, or the QR. */
export type Block = { kind: 'paragraph'; lines: Run[][] } | { kind: 'link' } | { kind: 'qrCode' }

/** Values that stand within lines. */
export type LineValues = Readonly<Record<Exclude<Placeholder, 'link' | 'qrCode'>, string>>

/**
 * A body template as blocks. Blank lines part paragraphs; the button and the QR always stand alone. A line whose
 * placeholders are all empty is left out ("Your number: {{directoryNumber}}" of somebody without a number).
 */
export function blocksOf(template: string, values: LineValues, inert: (text: string) => string): Block[] {
  const paragraphs = template.replace(/\r\n?/g, '\n').split(/\n[^\S\n]*\n\s*/)
  return paragraphs.flatMap((paragraph) => blocksOfParagraph(piecesOf(paragraph), values, inert))
}

function blocksOfParagraph(
  pieces: TemplatePiece[],
  values: LineValues,
  inert: (text: string) => string,
): Block[] {
  const blocks: Block[] = []
  let gathered: TemplatePiece[] = []
  const close = () => {
    const lines = linesOf(gathered, values, inert)
    if (lines.length > 0) blocks.push({ kind: 'paragraph', lines })
    gathered = []
  }
  for (const piece of pieces) {
    if ('placeholder' in piece && isBlock(piece.placeholder)) {
      close()
      blocks.push({ kind: piece.placeholder })
    } else gathered.push(piece)
  }
  close()
  return blocks
}

function linesOf(pieces: TemplatePiece[], values: LineValues, inert: (text: string) => string): Run[][] {
  const lines: TemplatePiece[][] = [[]]
  for (const piece of pieces) {
    const [first = piece, ...further] =
      'text' in piece ? piece.text.split('\n').map((text) => ({ text })) : [piece]
    lines.at(-1)?.push(first)
    for (const next of further) lines.push([next])
  }
  return lines.map((line) => runsOf(line, values, inert)).filter((runs) => runs.length > 0)
}

function runsOf(line: TemplatePiece[], values: LineValues, inert: (text: string) => string): Run[] {
  const valuesInLine = line.flatMap((piece) =>
    'placeholder' in piece ? [values[piece.placeholder as keyof LineValues]] : [],
  )
  if (valuesInLine.length > 0 && valuesInLine.every((value) => value === '')) return []
  const runs: Run[] = []
  for (const piece of line) {
    const code = 'placeholder' in piece && piece.placeholder === 'authenticationCode'
    const text = 'text' in piece ? piece.text : values[piece.placeholder as keyof LineValues]
    const last = runs.at(-1)
    if (last && !last.code && !code) last.text += text
    else runs.push({ text, code })
  }
  return tidied(runs).map((run) => (run.code ? run : { ...run, text: inert(run.text) }))
}

/** Without blanks at the ends and without the double ones that an empty value leaves behind. */
function tidied(runs: Run[]): Run[] {
  const single = runs.map((run) => ({ ...run, text: run.text.replace(/[^\S\n]+/g, ' ') }))
  const first = single[0]
  const last = single.at(-1)
  if (first) first.text = first.text.trimStart()
  if (last) last.text = last.text.trimEnd()
  return single.filter(({ text }) => text !== '')
}
