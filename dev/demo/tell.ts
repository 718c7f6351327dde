import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colours at a terminal that shows them, plain text in a pipe. */
function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** A title with room above it. */
export function title(text: string): void {
  console.log(`\n${styled('bold', text)}`)
}

/** Something that is done. */
export function done(text: string): void {
  console.log(`  ${styled('green', '✓')} ${text}`)
}

/** Something that happened just now, by itself or because somebody did something. */
export function happened(text: string, where?: string): void {
  const at = new Date().toTimeString().slice(0, 8)
  console.log(
    `  ${styled('dim', at)}  ${text}${where === undefined ? '' : `\n            ${styled('cyan', where)}`}`,
  )
}

/** Something one should know, which stops nothing. */
export function note(text: string): void {
  const [first = '', ...rest] = text.split('\n')
  console.log(`  ${styled('yellow', '!')} ${[first, ...rest.map((line) => `    ${line}`)].join('\n')}`)
}

/** Names and what they are, in two columns. */
export function facts(lines: Array<[name: string, value: string]>): void {
  for (const [name, value] of lines) console.log(`  ${styled('dim', name.padEnd(10))}${value}`)
}

/** Things to do, counted. */
export function list(lines: string[]): void {
  lines.forEach((line, place) => {
    console.log(`  ${styled('dim', `${place + 1}.`)} ${line.split('\n').join('\n     ')}`)
  })
}
