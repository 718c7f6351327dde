import type { FastifyInstance } from 'fastify'

/** What of these addresses is for programs, as the API document shows it; `docs/client-api.md` has the whole. */
const forPrograms: Record<string, { operationId: string; summary: string; description: string }> = {
  'POST /d/:token': {
    operationId: 'useLink',
    summary: 'Uses the link of a mail: checks the PIN, and says where the configuration is.',
    description:
      'Send JSON, `{"client": "generic", "pin": "482913"}`; without a PIN where none is set. The answer is `{"url", "expiresAt"}`: the address to ' +
      'fetch from, once, within ten minutes. A wrong PIN is 403 with `attemptsLeft`, a locked one 423, a link that is over 410.',
  },
  'GET /c/:ticket': {
    operationId: 'fetchFirstConfiguration',
    summary: 'The configuration for a softphone that is set up now, in the format of its kind.',
    description: 'The document names the own address of the client, where it fetches from then on.',
  },
  'GET /client/v1/:credential': {
    operationId: 'fetchConfiguration',
    summary: 'The configuration as it is now; the reset document for a client that was ended.',
    description: 'Send the `ETag` of the last answer as `If-None-Match`: 304 says that nothing has changed.',
  },
  'GET /client/v1/changes': {
    operationId: 'awaitChanges',
    summary: 'Waits until the configuration is due, and says so at once.',
    description:
      'The credential of the own address goes into `Authorization: Bearer`. 204 where nothing came while it waited: ask again.',
  },
}

/** Shows in the API document what is for programs, and leaves out the pages for people. */
export function describeForPrograms(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const described = forPrograms[`${route.method} ${route.url}`]
    route.schema = described ? { ...described, tags: ['softphones'], security: [] } : { hide: true }
  })
}
