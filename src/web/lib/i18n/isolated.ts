/** Of scripts that are written from right to left, and the marks that say so of what follows them. */
const turns =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * A value as part of a sentence or a label. Whichever direction it is written in, or says it is, what stands around it stays in its place:
 * it is between FSI and PDI (UAX #9, 2.4), ends what it has begun, and cannot end what it is in. Most values need none of it and stay as they are.
 */
export function isolated(value: string): string {
  if (!turns.test(value)) return value
  let begun = 0
  const kept = value.replace(/[\u2066-\u2069]/g, (mark) => {
    if (mark !== '\u2069') begun += 1
    else if (begun === 0) return ''
    else begun -= 1
    return mark
  })
  return `\u2068${kept}${'\u2069'.repeat(begun + 1)}`
}
