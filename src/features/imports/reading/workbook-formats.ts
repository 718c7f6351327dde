import { partText, unpackedPart } from './workbook-bounds.ts'

/** Of each row of a sheet, in their order: by column, what shows its number otherwise than in plain digits. */
type RowFormats = Array<NumberFormat | undefined>

/** How a sheet shows a number: what stands around its digits, and to how many they are filled up with zeros. */
interface NumberFormat {
  before: string
  digits: number
  isPercent: boolean
  after: string
}

/** Excel takes no longer code, and no number of ours has as many digits. */
const codeLengthMax = 255
const digitsMax = 40

/**
 * A number as its sheet shows it, where that is another value to whoever reads it: `42` in the format `0000` is 0042, `0.5` in `0%` is 50%.
 * What only groups the digits (thousands, `00-00`), shortens them (`0.00E+00`) or adds decimals is left out: the number is read in full.
 * (ECMA-376 part 1, 18.8.30 and 18.8.31)
 */
export function shownAs(value: number, { before, digits, isPercent, after }: NumberFormat): string {
  // A hundredfold of a fraction is seldom exact: 0.07 * 100 is 7.000000000000001.
  if (isPercent) return `${before}${Number((value * 100).toPrecision(15))}%`
  if (!Number.isInteger(value) || value < 0 || value >= 1e15) return String(value)
  return `${before}${String(value).padStart(digits, '0')}${after}`.trim()
}

/**
 * The formats of the numbers of a sheet, row by row; undefined where all are shown as they are. The reader of workbooks keeps no formats where
 * it streams, so the sheet is looked through a second time beside it. The archive is one that stays within the bounds.
 * @param sheetId the relationship by which the workbook names the sheet
 */
export async function numberFormatsOf(
  archive: Buffer,
  sheetId: string,
): Promise<AsyncGenerator<RowFormats, void, undefined> | undefined> {
  const parts = tagsOf(await partText(archive, 'xl/_rels/workbook.xml.rels'), 'Relationship')
  const targetOf = (isIt: (tag: string) => boolean) => partAt(attribute(parts.find(isIt) ?? '', 'Target'))
  const styles = targetOf((tag) => /\/styles$/.test(attribute(tag, 'Type')))
  const sheet = targetOf((tag) => attribute(tag, 'Id') === sheetId)
  const formats = formatsOfStyles(await partText(archive, styles))
  return formats.some((format) => format !== undefined) ? rowFormats(archive, sheet, formats) : undefined
}

/** Targets are relative to the workbook, or begin with a slash. */
function partAt(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** By the number that a cell names as its style. */
function formatsOfStyles(styles: string): RowFormats {
  const codes = new Map(
    tagsOf(styles, 'numFmt').map((tag) => [attribute(tag, 'numFmtId'), attribute(tag, 'formatCode')]),
  )
  // 9 and 10 are the only formats without a code of their own that matter here.
  for (const id of ['9', '10']) codes.set(id, '0%')
  const [, cells = ''] = styles.split(/<(?:\w+:)?cellXfs[\s>]/, 2)
  const [own = ''] = cells.split(/<\/(?:\w+:)?cellXfs>/, 1)
  return tagsOf(own, 'xf').map((tag) => formatOfCode(codes.get(attribute(tag, 'numFmtId')) ?? ''))
}

const marks = /"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|E[+-]|General|./gi

/** Undefined for a code that shows a number as it is. Of several sections the first is for numbers above zero. */
function formatOfCode(code: string): NumberFormat | undefined {
  if (code.length > codeLengthMax) return undefined
  const format = { before: '', digits: 0, isPercent: false, after: '' }
  let begun = false
  let decimals = false
  for (const [mark, quoted, escaped] of code.matchAll(marks)) {
    const literal = quoted ?? escaped
    if (literal === undefined) {
      if (mark === ';') break
      // Colours, conditions and languages; widths and fillings.
      if (mark.length === 2 && /^[_*]/.test(mark)) continue
      if (mark.startsWith('[')) continue
      if (/^E[+-]$/i.test(mark)) return undefined
      if (mark === '.') decimals = true
      else if (mark === '%') format.isPercent = true
      if ('.,%'.includes(mark)) continue
    }
    const isDigit = literal === undefined && /^(?:[0#?]|General)$/i.test(mark)
    if (isDigit) {
      begun = true
      if (mark === '0' && !decimals) format.digits += 1
      // What stood between digits groups them.
      format.after = ''
    } else if (begun) format.after += literal ?? mark
    else format.before += literal ?? mark
  }
  if (!begun || format.digits > digitsMax) return undefined
  const { before, digits, isPercent, after } = format
  const told = { before: sayingMore(before), digits, isPercent, after: sayingMore(after) }
  return told.before || told.after || digits > 1 || isPercent ? told : undefined
}

/** Brackets and the like around digits only group them: `(000) 000`. */
function sayingMore(text: string): string {
  return /^[\s().\-/]*$/.test(text) ? '' : text
}

async function* rowFormats(
  archive: Buffer,
  part: string,
  formats: RowFormats,
): AsyncGenerator<RowFormats, void, undefined> {
  let row: RowFormats | undefined
  let rest = ''
  for await (const piece of unpackedPart(archive, part)) {
    // Of the tags that are looked for every letter is one byte.
    const text = rest + piece.toString('latin1')
    const end = text.lastIndexOf('>') + 1
    rest = text.slice(end)
    for (const [, name, attributes = ''] of text
      .slice(0, end)
      .matchAll(/<(?:\w+:)?(row|c)([\s/][^<>]*)?>/g)) {
      if (name === 'row') {
        if (row) yield row
        row = []
      } else if (row) {
        const column = columnOfCell(attributes) ?? row.length
        const style = /\ss=["'](\d+)/.exec(attributes)?.[1]
        if (column < columnsMax) row[column] = style === undefined ? undefined : formats[Number(style)]
      }
    }
  }
  if (row) yield row
}

/** Wider than any sheet that is read. */
const columnsMax = 100

/** `r="B7"` stands in column 1; undefined for a cell that does not say it. */
function columnOfCell(attributes: string): number | undefined {
  const letters = /\sr=["']([A-Z]{1,3})/.exec(attributes)?.[1]
  if (letters === undefined) return undefined
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** The tags of this name, each from its name to its end; values hold no `<`. */
function tagsOf(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, 'g')) ?? []
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s(?:\\w+:)?${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return (value?.[1] ?? value?.[2] ?? '').replace(
    /&(quot|apos|lt|gt|amp);/g,
    (_, entity) => entities[entity] ?? '',
  )
}

const entities: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }
