import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'

/** Somebody whom an identity provider knows. */
export interface KnownPerson {
  sub: string
  email?: string
  email_verified?: boolean
}

/** A real identity provider (oidc-provider) on a free port, at which one person sits after the other. */
export interface IdentityProvider extends AsyncDisposable {
  issuer: string
  clientId: string
  clientSecret: string
  /** Where it sends the client's people back to, and nowhere else, letter by letter; none at first. */
  redirectUris: Set<string>
  /** Who signs in next. */
  person: KnownPerson
  /** The person turns back instead. */
  turnsBack: boolean
  /** Requests to its token endpoint so far. */
  tokensAskedFor: number
}

/** Starts one; whoever sets up the client there adds the address to be sent back to. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const running: IdentityProvider = {
    issuer,
    clientId: 'rollcall',
    clientSecret: 'secret-of-the-client-at-the-provider',
    redirectUris: new Set(),
    person: { sub: 'nobody' },
    turnsBack: false,
    tokensAskedFor: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const configuration: Configuration = {
    clients: [
      {
        client_id: running.clientId,
        client_secret: running.clientSecret,
        redirect_uris: ['https://not.used.example'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['for a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 600, Interaction: 60, Session: 60 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...running.person, sub }) }),
    // Nobody is asked whether the client may know them.
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  }
  const provider = new Provider(issuer, configuration)
  provider.Client.prototype.redirectUriAllowed = (uri) => running.redirectUris.has(uri)
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url === '/token') running.tokensAskedFor++
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    const result = running.turnsBack
      ? { error: 'access_denied', error_description: 'The person turned back.' }
      : { login: { accountId: running.person.sub } }
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  return running
}

/**
 * Goes through the identity provider as a browser of a person who has not been there yet.
 * @returns the address of the service to which it is sent back
 */
export async function goThrough(url: string, { issuer }: { issuer: string }): Promise<string> {
  const cookies = new Map<string, string>()
  for (let address = url, steps = 0; steps < 10; steps++) {
    if (new URL(address).origin !== issuer) return address
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`The identity provider shows a page: ${await answer.text()}`)
    address = new URL(location, address).href
  }
  throw new Error('The identity provider leads in a circle.')
}
