import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignInMethods } from '../single-sign-on/schema.ts'
import { signInMethodsQuery } from './session.ts'

/** What follows the `@` of what could be an address. */
function domainOf(email: string): string | undefined {
  return /^[^@\s]+@([^@\s]+\.[^@\s]+)$/.exec(email.trim())?.[1]?.toLowerCase()
}

/**
 * How people with an address of this domain sign in, known since an address of it was left.
 * @param email what the field holds now
 */
export function useSignInMethods(email: string) {
  const queries = useQueryClient()
  const [left, setLeft] = useState('')
  const domain = domainOf(left)
  const { data } = useQuery({ ...signInMethodsQuery(domain ?? '', left), enabled: domain !== undefined })
  return {
    /** undefined: nobody has asked yet, or the address is of another domain by now. */
    known: domain !== undefined && domain === domainOf(email) ? data : undefined,
    /** Asks for an address. @returns undefined where it is none, or there is no answer: the password is asked for then */
    async learn(given: string): Promise<SignInMethods | undefined> {
      const asked = domainOf(given)
      if (asked === undefined) return undefined
      setLeft(given.trim())
      return queries.ensureQueryData(signInMethodsQuery(asked, given.trim())).catch(() => undefined)
    },
  }
}
