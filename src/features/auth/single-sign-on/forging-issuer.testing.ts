import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

type Claims = Record<string, unknown>

/** An issuer that says what a test wants it to say. */
export interface ForgingIssuer extends AsyncDisposable {
  issuer: string
  clientId: string
  clientSecret: string
  /** Where it was told to send people back to. */
  redirectUris: Set<string>
  /** Changes its metadata. */
  metadata: Claims
  /** What `GET` of a path answers instead: a status, and the address of a redirect or the whole body. */
  instead: Map<string, { status: number; location?: string; body?: string }>
  /** The identity token it gives for the next code; null: it knows no such code. */
  idToken: string | null
  /** What was sent to its token endpoint. */
  asked: Array<{ form: URLSearchParams; authorization: string | undefined }>
  /** An identity token by its key of now. `header` and `key` for others. */
  sign(claims: Claims, other?: { alg?: string; kid?: string; key?: CryptoKey | Uint8Array }): Promise<string>
  /** Another key from now on; the one before is published no more. */
  rotate(): Promise<void>
  /** Its public key, as it publishes it. */
  published(): JWK
}

/** Starts an issuer on 127.0.0.1. */
export async function startForgingIssuer(): Promise<ForgingIssuer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    const { status, location, body } = running.instead.get(pathname) ?? {
      status: 200,
      body: JSON.stringify(await answerTo(pathname, request)),
    }
    const type = { 'content-type': 'application/json' }
    response.writeHead(status, location === undefined ? type : { ...type, location }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let [key, jwk] = await newKey(1)
  let rotations = 1

  async function answerTo(pathname: string, request: IncomingMessage): Promise<unknown> {
    if (pathname === '/.well-known/openid-configuration') return running.metadata
    if (pathname === '/jwks') return { keys: [jwk] }
    if (pathname !== '/token') return {}
    let text = ''
    for await (const chunk of request) text += chunk
    running.asked.push({ form: new URLSearchParams(text), authorization: request.headers.authorization })
    const { idToken } = running
    return idToken === null
      ? { error: 'invalid_grant' }
      : { access_token: 'of no use', token_type: 'bearer', id_token: idToken }
  }

  const running: ForgingIssuer = {
    issuer,
    clientId: 'rollcall',
    clientSecret: 'a secret of 32 characters or more',
    redirectUris: new Set(),
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    },
    instead: new Map(),
    idToken: null,
    asked: [],
    sign: (claims, { alg = 'RS256', kid = String(rotations), key: other = key } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(other),
    async rotate() {
      rotations++
      ;[key, jwk] = await newKey(rotations)
    },
    published: () => jwk,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return running
}

async function newKey(kid: number): Promise<[CryptoKey, JWK]> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return [privateKey, { ...(await exportJWK(publicKey)), kid: String(kid), alg: 'RS256', use: 'sig' }]
}
