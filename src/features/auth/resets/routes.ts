import { z } from 'zod'
import { accepted, accountRoute, nothing, ok, publicRoute, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../../operations/index.ts'
import { resetPasswords } from '../permissions.ts'
import { askForReset, askForResetAgain } from './asking.ts'
import { completeReset, lookUpReset, openReset } from './completing.ts'
import { sendResets } from './of-selection.ts'
import {
  NewPasswordResets,
  PasswordReset,
  PasswordResetCompletion,
  PasswordResetOpening,
  PasswordResetRequest,
  PasswordResetToken,
} from './schema.ts'

const inAccount = z.object({ accountId: z.uuid() })
const linkIsCredential = 'The link is the credential: 128 bits by the master key, used once.'

/** A forgotten password: link and confirmation code by e-mail. */
export function resetRoutes(platform: Platform): Route[] {
  return [
    publicRoute({
      method: 'POST',
      path: '/password-resets',
      operation: 'askForPasswordReset',
      summary:
        'Asks for the e-mail with which a password is reset: link and confirmation code. Known and unknown addresses are answered alike.',
      tag: 'sessions',
      because: 'Who has forgotten a password is not signed in; the answer is the same for every address.',
      body: PasswordResetRequest,
      answers: { 202: null },
      handle: async ({ body, address }) => {
        await askForReset(platform, body.email, address)
        return accepted(undefined)
      },
    }),
    publicRoute({
      method: 'POST',
      path: '/password-reset-renewals',
      operation: 'askForPasswordResetAgain',
      summary:
        'Asks for a new e-mail in place of the one that brought this link, to the address on file. Always answered alike.',
      tag: 'sessions',
      because: linkIsCredential,
      body: PasswordResetToken,
      answers: { 202: null },
      handle: async ({ body, address }) => {
        await askForResetAgain(platform, body.token, address)
        return accepted(undefined)
      },
    }),
    publicRoute({
      method: 'POST',
      path: '/password-reset-lookups',
      operation: 'lookUpPasswordReset',
      summary: 'Where a link leads. Nothing is used up by this, and no time begins.',
      tag: 'sessions',
      because: linkIsCredential,
      body: PasswordResetToken,
      refuses: { 410: ['auth.reset-link-unknown'] },
      answers: { 200: PasswordReset },
      handle: async ({ body, address }) => ok(await lookUpReset(platform, body.token, address)),
    }),
    publicRoute({
      method: 'POST',
      path: '/password-reset-openings',
      operation: 'openPasswordReset',
      summary:
        'Begins the ten minutes in which the confirmation code is taken. Further calls change nothing.',
      tag: 'sessions',
      because: linkIsCredential,
      body: PasswordResetToken,
      refuses: { 410: ['auth.reset-link-unknown'] },
      answers: { 200: PasswordResetOpening },
      handle: async ({ body, address }) => ok(await openReset(platform, body.token, address)),
    }),
    publicRoute({
      method: 'POST',
      path: '/password-reset-completions',
      operation: 'completePasswordReset',
      summary:
        'Sets a new password with link and confirmation code. Sessions of the person end; nobody is signed in.',
      tag: 'sessions',
      because: linkIsCredential,
      body: PasswordResetCompletion,
      refuses: {
        403: ['auth.reset-code-wrong'],
        410: ['auth.reset-code-expired'],
        422: ['auth.password-too-short', 'auth.password-too-easy'],
      },
      answers: { 204: null },
      handle: async ({ body, address, raw }) => {
        await completeReset(platform, body, { address, userAgent: raw.headers['user-agent'] })
        return nothing()
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/password-resets',
      operation: 'sendPasswordResets',
      summary:
        'Sends the selected people an e-mail with which they choose a new password. It works for 72 hours; until it is used their password stays.',
      tag: 'users',
      may: resetPasswords,
      params: inAccount,
      body: NewPasswordResets,
      answers: { 202: Operation },
      handle: async ({ actor, body }) =>
        accepted(presentOperation(await sendResets(platform, actor, body.selection))),
    }),
  ]
}
