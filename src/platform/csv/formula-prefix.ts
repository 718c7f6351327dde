// A spreadsheet runs a cell that begins like a formula, also after white space, and Excel also in full-width
// characters. A leading ' makes it text. A cell that already begins with ' gets one more, so that taking one off
// always gives back what was written.
const formula = /^\s*[=+\-@\t\r＝＋－＠]/
const prefixed = /^'(?:'|\s*[=+\-@\t\r＝＋－＠])/

/** Makes a cell inert in a spreadsheet. */
export function addFormulaPrefix(cell: string): string {
  return formula.test(cell) || cell.startsWith("'") ? `'${cell}` : cell
}

/** Gives back what `addFormulaPrefix` was given. A cell that it cannot have written is left alone. */
export function removeFormulaPrefix(cell: string): string {
  return prefixed.test(cell) ? cell.slice(1) : cell
}
