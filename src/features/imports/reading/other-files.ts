import { TableError } from './findings.ts'

interface OtherFile {
  what: string
  advice: string
}

const EXPORT_IT =
  'Get the list as CSV, or as a workbook (.xlsx), from the program it comes from, and upload that file.'
const ENTER_IT = 'Enter the people into a sheet, save it as “CSV UTF-8”, and upload that file.'
const COPY_IT = 'Copy the table in it into a sheet, save that as “CSV UTF-8”, and upload that file.'
const UNPACK_IT = 'Unpack it, and upload the CSV file or the workbook in it.'

/** Bytes that begin no text of a table. */
const binaries: Array<OtherFile & { start: string }> = [
  { start: '\x89PNG', what: 'a picture (PNG)', advice: ENTER_IT },
  { start: '\xFF\xD8\xFF', what: 'a picture (JPEG)', advice: ENTER_IT },
  { start: 'GIF87a', what: 'a picture (GIF)', advice: ENTER_IT },
  { start: 'GIF89a', what: 'a picture (GIF)', advice: ENTER_IT },
  { start: '\x1F\x8B\x08', what: 'a compressed file (.gz)', advice: UNPACK_IT },
  { start: '7z\xBC\xAF', what: 'a 7-Zip archive', advice: UNPACK_IT },
  { start: 'Rar!\x1A', what: 'a RAR archive', advice: UNPACK_IT },
  { start: 'PK\x05\x06', what: 'an empty zip archive', advice: EXPORT_IT },
  { start: 'SQLite format 3\0', what: 'a database (SQLite)', advice: EXPORT_IT },
]

/** How texts begin that are no table, in any encoding. A header may begin with `{` or `<`, but not so. */
const texts: Array<OtherFile & { start: RegExp }> = [
  { start: /^%PDF-/, what: 'a PDF document', advice: EXPORT_IT },
  { start: /^\{\\rtf/, what: 'a text document (RTF)', advice: COPY_IT },
  {
    start: /^<(?:!doctype\s+html|html|head|body|table)[\s>]|^<[?!][\s\S]*<html[\s>]/i,
    what: 'a web page (HTML)',
    advice:
      'If it shows the people, copy them into a sheet, save that as “CSV UTF-8”, and upload that file. If it asks for a sign-in, download the file again.',
  },
  { start: /^<(?:\?xml\s|!--|!doctype\s)/i, what: 'an XML file', advice: EXPORT_IT },
  { start: /^(?:\[\s*)?(?:\{\s*["}]|\[\s*["\]])/, what: 'a JSON file', advice: EXPORT_IT },
  { start: /^BEGIN:VCARD\s/i, what: 'a file of contacts (vCard)', advice: EXPORT_IT },
]

/** So much is looked at; a beginning that says what it is says it sooner. */
const LOOKED_AT_BYTES = 1024

/** Refuses what is known by its beginning to be another thing, whatever its name says. @throws TableError `table.not-a-table` */
export function refuseOtherFiles(head: Buffer): void {
  const bytes = head.subarray(0, LOOKED_AT_BYTES).toString('latin1')
  // Byte order marks, blanks, and the zero bytes that UTF-16 puts between these letters.
  const text = bytes
    .replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '')
    .replace(/\0/g, '')
    .trimStart()
  const other =
    binaries.find(({ start }) => bytes.startsWith(start)) ?? texts.find(({ start }) => start.test(text))
  if (other) throw notATable(other)
}

/**
 * Refuses a zip archive that is known by its parts to be something else than a workbook.
 * @param names of its parts
 * @throws TableError `table.not-a-table`
 */
export function refuseOtherArchives(archive: Buffer, names: readonly string[]): void {
  const has = (name: string) => names.includes(name)
  // An OpenDocument file begins with its type, unpacked. (OpenDocument 1.3, part 2, 3.3)
  if (archive.subarray(0, 256).includes('vnd.oasis.opendocument.text'))
    throw notATable({ what: 'a text document (.odt)', advice: COPY_IT })
  if (has('word/document.xml')) throw notATable({ what: 'a Word document (.docx)', advice: COPY_IT })
  if (has('ppt/presentation.xml')) throw notATable({ what: 'a presentation (.pptx)', advice: COPY_IT })
  if (has('Index/Document.iwa')) {
    const advice = 'In Numbers, choose File, Export to, CSV, and upload that file.'
    throw notATable({ what: 'a document of Numbers, Pages or Keynote', advice })
  }
  // Every workbook has the first of these (ECMA-376 part 2, 7.2.3), every OpenDocument file the second (part 2, 3.2).
  if (has('[Content_Types].xml') || has('META-INF/manifest.xml')) return
  throw notATable({ what: 'a zip archive', advice: UNPACK_IT })
}

function notATable({ what, advice }: OtherFile): TableError {
  return new TableError('table.not-a-table', `This is not a table: it looks like ${what}. ${advice}`)
}
