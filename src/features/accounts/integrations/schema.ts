import { z } from 'zod'
import { integrationStates, integrations } from './choices.ts'

export const IntegrationName = z.enum(integrations)
export type IntegrationName = z.infer<typeof IntegrationName>

/** Something an account can be joined with: whether it is on, and what is missing to turn it on. */
export const Integration = z
  .object({
    integration: IntegrationName,
    state: z.enum(integrationStates),
    missing: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .describe('What stands in the way of turning it on, each as a sentence; empty: nothing does.'),
    canBeTurned: z.boolean().describe('PATCH turns it on and off; else it is set up on a page of its own.'),
    failure: z.string().nullable().describe('Why the last try did not work; null unless `failing`.'),
    changedAt: z.iso.datetime().nullable(),
    changedBy: z.string().nullable(),
    version: z.int().describe('0: never touched.'),
  })
  .meta({ id: 'Integration' })
export type Integration = z.infer<typeof Integration>

/** Turns an integration on or off. */
export const IntegrationChanges = z.object({ isOn: z.boolean() }).strict().meta({ id: 'IntegrationChanges' })
export type IntegrationChanges = z.infer<typeof IntegrationChanges>
