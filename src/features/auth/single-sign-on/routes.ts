import { z } from 'zod'
import {
  accountRoute,
  callerRoute,
  created,
  nothing,
  ok,
  publicRoute,
  type Route,
  versionTag,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changeSingleSignOn, readSingleSignOn } from '../permissions.ts'
import { signInMethodsOf } from './methods.ts'
import {
  assertFit,
  beginTest,
  changeProvider,
  presentProvider,
  readSettings,
  readTest,
  removeProvider,
  saveProvider,
  wayOfTest,
} from './provider.ts'
import {
  IdentityProvider,
  IdentityProviderChanges,
  NewIdentityProvider,
  NewSingleSignOn,
  NewSingleSignOnTest,
  NewStepUpBySingleSignOn,
  SignInAddress,
  SignInMethods,
  SingleSignOnSettings,
  SingleSignOnTest,
  WayToIdentityProvider,
} from './schema.ts'
import { beginSignIn, beginSignOn, markedBrowser } from './sign-on.ts'

const inAccount = z.object({ accountId: z.uuid() })
const path = '/accounts/:accountId/identity-provider'
const tag = 'single-sign-on'

/** Single sign-on: for people who come, and for the admins who set it up. */
export function singleSignOnRoutes(platform: Platform): Route[] {
  return [...waysIn(platform), ...settingUp(platform), ...testing(platform)]
}

function waysIn(platform: Platform): Route[] {
  return [
    publicRoute({
      method: 'POST',
      path: '/sign-in-methods',
      operation: 'findSignInMethods',
      summary: 'How people of an e-mail domain sign in.',
      tag: 'sessions',
      because: 'Asked before signing in; only the domain of the address counts, not whether somebody has it.',
      body: SignInAddress,
      answers: { 200: SignInMethods },
      handle: async ({ body }) => ok(await signInMethodsOf(platform, body.email)),
    }),
    publicRoute({
      method: 'POST',
      path: '/single-sign-ons',
      operation: 'beginSingleSignOn',
      summary: "Begins to sign in at the account's identity provider: the address to which the browser goes.",
      tag: 'sessions',
      because:
        'Nobody is signed in before signing in; unknown accounts answer like those without single sign-on.',
      body: NewSingleSignOn,
      refuses: {
        409: ['auth.single-sign-on-off'],
        429: ['auth.too-many-attempts'],
        502: ['auth.identity-provider-silent'],
      },
      answers: { 201: WayToIdentityProvider },
      handle: async ({ body, raw, address }) => {
        const { headers, ...marked } = markedBrowser(platform, raw)
        const { url } = await beginSignIn(platform, { ...body, ...marked, address, to: body.to })
        return created({ url }, headers)
      },
    }),
    callerRoute({
      method: 'POST',
      path: '/me/single-sign-ons',
      operation: 'beginStepUpBySingleSignOn',
      summary: 'Begins a step-up at the identity provider, which asks the person again.',
      tag: 'sessions',
      body: NewStepUpBySingleSignOn,
      refuses: { 502: ['auth.identity-provider-silent'] },
      answers: { 201: WayToIdentityProvider },
      handle: async ({ caller, body, raw }) => {
        const { browser, headers } = markedBrowser(platform, raw)
        const { userId, sessionId, homeAccountId: accountId } = caller
        const destination = { purpose: 'step-up', userId, sessionId, returnTo: body.to } as const
        const { url } = await beginSignOn(platform, { accountId, browser, ...destination })
        return created({ url }, headers)
      },
    }),
  ]
}

function settingUp(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'GET',
      path,
      operation: 'getIdentityProvider',
      summary: "The account's identity provider, without its secret, and what has to be entered there.",
      tag,
      may: readSingleSignOn,
      params: inAccount,
      answers: { 200: SingleSignOnSettings },
      handle: async ({ actor }) => {
        const settings = await readSettings(platform, actor)
        const version = settings.identityProvider?.version
        return ok(settings, version === undefined ? {} : versionTag(version))
      },
    }),
    accountRoute({
      method: 'PUT',
      path,
      operation: 'saveIdentityProvider',
      summary: 'Saves issuer and client, which have to pass a test again; the other admins are told.',
      tag,
      may: changeSingleSignOn,
      versioned: true,
      stepUp: true,
      params: inAccount,
      body: NewIdentityProvider,
      refuses: { 409: ['auth.identity-provider-on'], 422: ['auth.identity-provider-unfit'] },
      answers: { 200: IdentityProvider },
      askOutside: ({ body }) => assertFit(platform, body.issuer),
      handle: async ({ actor, body, expectedVersion }) => {
        const provider = await saveProvider(platform, actor, body, expectedVersion)
        return ok(presentProvider(platform, actor.accountId, provider), versionTag(provider.version))
      },
    }),
    accountRoute({
      method: 'PATCH',
      path,
      operation: 'changeIdentityProvider',
      summary:
        'Renames single sign-on, turns it on or off, or keeps passwords beside it; the other admins are told.',
      tag,
      may: changeSingleSignOn,
      versioned: true,
      stepUp: true,
      params: inAccount,
      body: IdentityProviderChanges,
      refuses: { 409: ['auth.identity-provider-untested', 'auth.no-verified-domain'] },
      answers: { 200: IdentityProvider },
      handle: async ({ actor, body, expectedVersion }) => {
        const provider = await changeProvider(platform, actor, body, expectedVersion)
        return ok(presentProvider(platform, actor.accountId, provider), versionTag(provider.version))
      },
    }),
    accountRoute({
      method: 'DELETE',
      path,
      operation: 'removeIdentityProvider',
      summary: 'Removes the identity provider; the other admins are told.',
      tag,
      may: changeSingleSignOn,
      versioned: true,
      stepUp: true,
      params: inAccount,
      answers: { 204: null },
      handle: async ({ actor, expectedVersion }) => {
        await removeProvider(platform, actor, expectedVersion)
        return nothing()
      },
    }),
  ]
}

function testing(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'POST',
      path: `${path}/tests`,
      operation: 'testIdentityProvider',
      summary: 'Begins a test of the identity provider; it signs nobody in.',
      tag,
      may: changeSingleSignOn,
      secretAnswer: true,
      params: inAccount,
      refuses: { 502: ['auth.identity-provider-silent'] },
      answers: { 201: NewSingleSignOnTest },
      askOutside: ({ actor }) => wayOfTest(platform, actor),
      handle: async ({ actor, raw, heard }) => {
        const { browser, headers } = markedBrowser(platform, raw)
        return created(await beginTest(platform, actor, browser, heard), headers)
      },
    }),
    accountRoute({
      method: 'GET',
      path: `${path}/tests/:testId`,
      operation: 'getIdentityProviderTest',
      summary: 'What a test of the identity provider has found.',
      tag,
      may: readSingleSignOn,
      params: inAccount.extend({ testId: z.uuid() }),
      answers: { 200: SingleSignOnTest },
      handle: async ({ actor, params }) => ok(await readTest(platform, actor, params.testId)),
    }),
  ]
}
