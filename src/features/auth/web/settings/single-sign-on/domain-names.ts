import type { EmailDomain } from '../../../single-sign-on/schema.ts'

/** "company.example and company.test". */
export function namesOf(domains: EmailDomain[], language: string): string {
  return new Intl.ListFormat(language).format(domains.map(({ domain }) => domain))
}
