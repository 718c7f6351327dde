/** What was pasted from a sheet, as far as it concerns its shape. */
export interface PastedCells {
  /** The cells of the first line, which names the columns. */
  header: string[]
  /** Lines below it that hold anything. */
  rows: number
}

/** How large a table was pasted: cells are parted by tabs, and one with a line break or a tab in it stands in quotes. */
export function shapeOf(text: string): PastedCells {
  let header: string[] | undefined
  let rows = 0
  let cells: string[] = []
  let cell = ''
  let quoted = false

  function endRow() {
    cells.push(cell)
    if (cells.some((each) => each.trim() !== '')) {
      if (header === undefined) header = cells.map((each) => each.trim())
      else rows++
    }
    cells = []
    cell = ''
  }

  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[at++]
      else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === '\t') {
      cells.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  endRow()
  return { header: header ?? [], rows }
}
