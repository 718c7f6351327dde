import { z } from 'zod'
import { accountRoute, ok, type Route, versionTag } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeIntegrations, readIntegrations } from './permissions.ts'
import { Integration, IntegrationChanges, IntegrationName } from './schema.ts'
import { listIntegrations, turnIntegration } from './service.ts'

const inAccount = z.object({ accountId: z.uuid() })

/** What an account is joined with: listed as cards, turned on and off. */
export function routes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/integrations',
      operation: 'listIntegrations',
      summary:
        "What the account can be joined with, and what is missing; a partner's own account has those that are about its people.",
      tag: 'integrations',
      may: readIntegrations,
      params: inAccount,
      answers: { 200: z.object({ items: z.array(Integration) }) },
      handle: async ({ actor }) => ok({ items: await listIntegrations(platform, actor.accountId) }),
    }),
    accountRoute({
      method: 'PATCH',
      path: '/accounts/:accountId/integrations/:integration',
      operation: 'turnIntegration',
      summary: 'Turns an integration on or off.',
      tag: 'integrations',
      may: changeIntegrations,
      versioned: true,
      params: inAccount.extend({ integration: IntegrationName }),
      body: IntegrationChanges,
      refuses: { 409: ['integrations.not-available', 'integrations.set-up-elsewhere'] },
      answers: { 200: Integration },
      handle: async ({ actor, params, body, expectedVersion }) => {
        const turned = await turnIntegration(platform, actor, params.integration, body.isOn, expectedVersion)
        return ok(turned, versionTag(turned.version))
      },
    }),
  ]
}
