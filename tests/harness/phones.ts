import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { derivedCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'
import { deployTo } from './people.ts'

/** What a page or a softphone got. */
export interface Got {
  status: number
  headers: Headers
  text: string
}

interface Customer {
  id: string
  path: string
}

/** The token of the subscriber's newest link, without waiting for the mail that brings it. */
export async function linkTokenOf(
  app: TestApp,
  admin: ApiClient,
  customer: Customer,
  subscriberId: string,
): Promise<string> {
  const timeline = await admin.get(`${customer.path}/subscribers/${subscriberId}/timeline`).expect(200)
  const queued = timeline.items.find((entry: { kind: string }) => entry.kind === 'deployment.queued')
  const key = app.platform.masterKey.deriveKey('deployment links')
  return derivedCredential(key, customer.id, queued.deploymentId, 1).text
}

/** Deploys to one subscriber. @returns the token of the new link */
export async function aLink(
  app: TestApp,
  admin: ApiClient,
  customer: Customer,
  subscriberId: string,
): Promise<string> {
  await deployTo(admin, customer, [subscriberId])
  return linkTokenOf(app, admin, customer, subscriberId)
}

/** Uses a link as data. */
export async function useLink(
  app: TestApp,
  token: string,
  given: { client: string; pin?: string },
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on whatever the link answered.
): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${app.serviceOrigin}/d/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  })
  return { status: answer.status, body: await answer.json() }
}

/** Uses a link that is good. @returns where the softphone fetches from */
export async function aTicket(
  app: TestApp,
  token: string,
  given: { client: string; pin?: string } = { client: 'generic' },
): Promise<string> {
  const { status, body } = await useLink(app, token, given)
  if (status !== 200) throw new Error(`The link answered ${status}: ${JSON.stringify(body)}`)
  return body.url
}

/** Fetches as a softphone does: with these headers and no other, which `fetch` does not do. */
export async function fetchAsPhone(
  url: string,
  given: { method?: string; headers?: Record<string, string> } = {},
): Promise<Got> {
  const { method = 'GET', headers = {} } = given
  const asked = request(url, { method, headers: { accept: '*/*', ...headers } }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return {
    status: answer.statusCode ?? 0,
    headers: new Headers(answer.headers as Record<string, string>),
    text: await text(answer),
  }
}

/** Opens a page as a browser does. */
export async function openPage(url: string, init: RequestInit = {}): Promise<Got> {
  const headers = { accept: 'text/html', 'sec-fetch-site': 'none', ...(init.headers ?? {}) }
  return got(await fetch(url, { redirect: 'manual', ...init, headers }))
}

/** Presses a form of a page: sends these fields, with the nonce that the page holds. */
export function pressForm(page: Got, url: string, fields: Record<string, string>): Promise<Got> {
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return sendForm(url, { nonce, ...fields })
}

/** Sends a form from our own origin. */
export function sendForm(url: string, fields: Record<string, string>): Promise<Got> {
  return openPage(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
  })
}

/** A softphone that was set up with the link: its document, and its own URL. */
export async function aPhone(
  app: TestApp,
  token: string,
  given: { client: string; pin?: string } = { client: 'generic' },
): Promise<{ ticketUrl: string; document: string; url: string }> {
  const ticketUrl = await aTicket(app, token, given)
  const fetched = await fetchAsPhone(ticketUrl)
  if (fetched.status !== 200) throw new Error(`The ticket answered ${fetched.status}: ${fetched.text}`)
  return { ticketUrl, document: fetched.text, url: ownUrlIn(fetched.text) }
}

/** The client's own URL in its document. */
export function ownUrlIn(document: string): string {
  const url = /https?:\/\/[^"<\s]+\/client\/v1\/[^"<\s]+/.exec(document)?.[0]
  if (!url) throw new Error(`The document names no URL of the client: ${document}`)
  return url
}

async function got(answer: Response): Promise<Got> {
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
