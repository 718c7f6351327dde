/** Markup that may stand in a page as it is. */
export interface Html {
  markup: string
}

type Part = Html | string | number | undefined | Part[]

/** Markup with values in it. What is text is escaped; what is markup, or a list of it, stands as it is. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.map((text, place) => text + (place < parts.length ? markupOf(parts[place]) : ''))
  return { markup: markup.join('') }
}

function markupOf(part: Part): string {
  if (part === undefined) return ''
  if (Array.isArray(part)) return part.map(markupOf).join('')
  if (typeof part === 'object') return part.markup
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
