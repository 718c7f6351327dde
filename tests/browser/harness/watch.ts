import type { BrowserContext } from 'playwright-core'

// A refusal of the API is an answer that the pages show in words; the browser logs it all the same, as it does that a test has taken its network away.
const refusalLogged =
  /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED$)/

/**
 * Listens to everything that must not happen on any page: errors in the console (what the content security policy blocks is
 * one), uncaught exceptions, requests to somebody else's server, assets that are missing, answers that say the server is at fault.
 * @returns what was heard so far, one line each
 */
export function watch(context: BrowserContext, ownOrigins: string[]): () => string[] {
  const heard: string[] = []
  context.on('console', (message) => {
    if (message.type() !== 'error' || refusalLogged.test(message.text())) return
    heard.push(`Console of ${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (thrown) => {
    heard.push(`Uncaught on ${thrown.page()?.url()}: ${thrown.error().message}`)
  })
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^https?:$/.test(protocol) && !ownOrigins.includes(origin)) heard.push(`Foreign: ${request.url()}`)
  })
  context.on('response', (response) => {
    const missing = response.status() >= 400 && response.url().includes('/assets/')
    if (missing || response.status() >= 500) heard.push(`${response.status()}: ${response.url()}`)
  })
  return () => heard
}
