import { z } from 'zod'
import { accountRoute, created, nothing, ok, pageOf, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeSingleSignOn, readSingleSignOn } from '../permissions.ts'
import { addDomain, checkDomain, lookForProof, presentDomain, removeDomain } from './domains.ts'
import { listDomains } from './domains-store.ts'
import { domainName, EmailDomain, NewEmailDomain } from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ domain: domainName })
const path = '/accounts/:accountId/email-domains'
const tag = 'single-sign-on'

/** The e-mail domains of an account. */
export function emailDomainRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path,
      operation: 'listEmailDomains',
      summary: 'The e-mail domains of the account, and what proves them.',
      tag,
      may: readSingleSignOn,
      params: inAccount,
      answers: { 200: pageOf(EmailDomain) },
      handle: async ({ actor }) => {
        const rows = await platform.database.inAccount(actor.accountId, listDomains)
        return ok({ items: rows.map(presentDomain), nextCursor: null })
      },
    }),
    accountRoute({
      method: 'POST',
      path,
      operation: 'addEmailDomain',
      summary: 'Adds an e-mail domain, to be proven by a TXT record.',
      tag,
      may: changeSingleSignOn,
      params: inAccount,
      body: NewEmailDomain,
      refuses: { 409: ['auth.domain-known', 'auth.too-many-domains'], 422: ['auth.domain-unfit'] },
      answers: { 201: EmailDomain },
      handle: async ({ actor, body }) =>
        created(presentDomain(await addDomain(platform, actor, body.domain))),
    }),
    accountRoute({
      method: 'POST',
      path: `${path}/:domain/checks`,
      operation: 'checkEmailDomain',
      summary: 'Looks for the record that proves the domain; the other admins are told once it is found.',
      tag,
      may: changeSingleSignOn,
      params: one,
      refuses: { 409: ['auth.domain-unproven', 'auth.domain-taken'] },
      answers: { 200: EmailDomain },
      askOutside: ({ actor, params }) => lookForProof(platform, actor, params.domain),
      handle: async ({ actor, heard }) => ok(presentDomain(await checkDomain(platform, actor, heard))),
    }),
    accountRoute({
      method: 'DELETE',
      path: `${path}/:domain`,
      operation: 'removeEmailDomain',
      summary: 'Gives the domain up, so that another account may have it.',
      tag,
      may: changeSingleSignOn,
      params: one,
      refuses: { 409: ['auth.last-verified-domain'] },
      answers: { 204: null },
      handle: async ({ actor, params }) => {
        await removeDomain(platform, actor, params.domain)
        return nothing()
      },
    }),
  ]
}
