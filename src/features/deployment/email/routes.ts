import { z } from 'zod'
import { accepted, accountRoute, nothing, ok, pageOf, type Route, versionTag } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { languageCode } from '../subscribers/fields.ts'
import { changeEmail, readEmail } from './permissions.ts'
import { previewEmail } from './preview.ts'
import {
  DeploymentEmail,
  DeploymentEmailTexts,
  NewPreview,
  NewTestMessage,
  Preview,
  TestMessage,
} from './schema.ts'
import { getEmail, listEmails, resetEmail, saveEmail } from './service.ts'
import { sendTest } from './test-message.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ language: languageCode })
const path = '/accounts/:accountId/deployment-email'
const tag = 'deployment-email'

/** The deployment e-mail in each language: the account’s own texts, back to the default ones, a preview, and a test to an admin. */
export function routes(platform: Platform): Route[] {
  const { database } = platform
  return [
    accountRoute({
      method: 'GET',
      path,
      operation: 'listDeploymentEmails',
      summary: 'The deployment e-mail in every language, as it is sent now.',
      tag,
      may: readEmail,
      params: inAccount,
      answers: { 200: pageOf(DeploymentEmail) },
      handle: async ({ actor }) =>
        ok({ items: await database.inAccount(actor.accountId, listEmails), nextCursor: null }),
    }),
    accountRoute({
      method: 'GET',
      path: `${path}/:language`,
      operation: 'getDeploymentEmail',
      summary: 'The deployment e-mail in one language.',
      tag,
      may: readEmail,
      params: one,
      answers: { 200: DeploymentEmail },
      handle: async ({ actor, params }) => {
        const email = await database.inAccount(actor.accountId, (tx) => getEmail(tx, params.language))
        return ok(email, versionTag(email.version))
      },
    }),
    accountRoute({
      method: 'PUT',
      path: `${path}/:language`,
      operation: 'saveDeploymentEmail',
      summary: "Saves the account's own texts; the other admins are told.",
      tag,
      may: changeEmail,
      versioned: true,
      stepUp: true,
      params: one,
      body: DeploymentEmailTexts,
      answers: { 200: DeploymentEmail },
      handle: async ({ actor, params, body, expectedVersion }) => {
        const email = await saveEmail(platform, actor, params.language, body, expectedVersion)
        return ok(email, versionTag(email.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path: `${path}/:language`,
      operation: 'resetDeploymentEmail',
      summary: 'Back to the default texts; the other admins are told.',
      tag,
      may: changeEmail,
      versioned: true,
      stepUp: true,
      params: one,
      answers: { 204: null },
      handle: async ({ actor, params, expectedVersion }) => {
        await resetEmail(platform, actor, params.language, expectedVersion)
        return nothing()
      },
    }),
    accountRoute({
      method: 'POST',
      path: `${path}/:language/previews`,
      operation: 'previewDeploymentEmail',
      summary: 'The e-mail as its reader would see it, with a sample link.',
      tag,
      may: readEmail,
      params: one,
      body: NewPreview,
      answers: { 200: Preview },
      handle: async ({ actor, params, body }) =>
        ok(await previewEmail(platform, actor, params.language, body)),
    }),
    accountRoute({
      method: 'POST',
      path: `${path}/:language/test-messages`,
      operation: 'testDeploymentEmail',
      summary: 'Mails a test to you, or to another registered admin of the account.',
      tag,
      may: changeEmail,
      params: one,
      body: NewTestMessage,
      refuses: { 422: ['deployment-email.recipient-not-admin'], 429: ['deployment-email.too-many-tests'] },
      answers: { 202: TestMessage },
      handle: async ({ actor, params, body }) =>
        accepted(await sendTest(platform, actor, params.language, body)),
    }),
  ]
}
