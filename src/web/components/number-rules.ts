type Written = typeof import('./written-number.ts').written

let atHand: Written | undefined

/** How the numbers of each country are written: more script than a page, loaded where the first number is shown. */
export async function loadNumberRules(): Promise<Written> {
  const { written } = await import('./written-number.ts')
  atHand = written
  return written
}

/** The same, where a list or a field has loaded it; undefined: nothing has needed it yet. */
export function numberRulesAtHand(): Written | undefined {
  return atHand
}
