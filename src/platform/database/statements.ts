/**
 * Splits a migration file into its statements. Knows line comments, quoted strings and dollar quotes, which is all our migrations use;
 * a file with anything else fails when it is run, not silently.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = []
  let current = ''
  let position = 0
  while (position < text.length) {
    const rest = text.slice(position)
    const piece =
      /^--[^\n]*/.exec(rest)?.[0] ??
      /^'(?:[^']|'')*'/.exec(rest)?.[0] ??
      /^(\$[a-z_]*\$)[\s\S]*?\1/.exec(rest)?.[0] ??
      /^[^-'$;]+/.exec(rest)?.[0] ??
      rest.slice(0, 1)
    position += piece.length
    if (piece === ';') {
      statements.push(current.trim())
      current = ''
    } else if (!piece.startsWith('--')) {
      current += piece
    }
  }
  if (current.trim() !== '')
    throw new Error(`The last statement lacks its semicolon: ${current.trim().slice(0, 80)}`)
  return statements.filter((statement) => statement !== '')
}
