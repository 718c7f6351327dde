import type { Account } from '../schema.ts'

/** The accounts whose name holds every word of the search; marks and case do not count. */
export function findAccounts(accounts: Account[], search: string | undefined): Account[] {
  const words = fold(search ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return accounts
  return accounts.filter(({ name }) => {
    const folded = fold(name)
    return words.every((word) => folded.includes(word))
  })
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')
}
