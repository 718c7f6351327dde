/** A text in which what was searched for is marked; each word of the search by itself, as the server matches them. */
export function Marked({ text, search }: { text: string; search: string | undefined }) {
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return text
  const pattern = new RegExp(`(${words.map(escaped).join('|')})`, 'giu')
  // Every second part of a split by one group is a match.
  return text.split(pattern).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  )
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
