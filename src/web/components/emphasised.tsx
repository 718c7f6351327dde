/** A sentence in which `*a name*` stands out. */
export function emphasised(sentence: string) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
  return sentence.split('*').map((part, index) => (index % 2 === 1 ? <em key={index}>{part}</em> : part))
}
