import { generate } from 'otplib'
import { type ApiClient, openApiClient } from '#tests/harness/api-client.ts'

interface OwnerOf {
  origin: string
  admin: ApiClient
  /** Of the account, below `/api/v1`. */
  path: string
  /** Whose people set up softphones themselves, and that of people who do not. */
  profiles: { own: string; others: string }
  /** The link with which the operator lets her set a password. No mail brings it, so she need not wait for her phone. */
  setUpLink: string
}

/**
 * Olga, with a second factor that is older than the last deployment to her, a number with a softphone, and one that she may not set up herself.
 * @returns her, signed in
 */
export async function addOwner(given: OwnerOf): Promise<ApiClient> {
  const { origin, admin, path, profiles } = given
  const olga = openApiClient(origin)
  const token = given.setUpLink.split('/').at(-1)
  const password = 'olga owns two telephones'
  await olga.post('/set-ups', { token, password }).expect(201)
  const { secret } = await olga.post('/me/second-factor').expect(201)
  await olga.post('/me/second-factor/confirmations', { totp: await generate({ secret }) }).expect(201)
  const { user } = await olga.get('/sessions/current').expect(200)
  const { version } = await admin.get(`${path}/users/${user.id}`).expect(200)
  await admin
    .patch(`${path}/users/${user.id}`, { role: 'user', language: 'en' }, { 'if-match': `"${version}"` })
    .expect(200)

  const own = await aNumber('2050', profiles.own)
  await aNumber('2051', profiles.others)
  const { link } = await admin.post(`${path}/subscribers/${own}/links`).expect(201)
  await fetchAsLinphone(`${origin}/d/${link.split('/').at(-1)}`)
  // With a code, which her first session was not opened with. The one that is shown now is used up.
  const inHalfAMinute = Math.floor(Date.now() / 1000) + 30
  const signedIn = openApiClient(origin)
  await signedIn
    .post('/sessions', {
      email: user.email,
      password,
      totp: await generate({ secret, epoch: inHalfAMinute }),
    })
    .expect(201)
  return signedIn

  async function aNumber(number: string, profileId: string): Promise<string> {
    const { id } = await admin
      .post(`${path}/subscribers`, {
        profileId,
        userId: user.id,
        firstName: 'Olga',
        lastName: 'Oster',
        email: user.email,
        directoryNumber: number,
        mbgSipUserName: number,
        mbgSipPassword: `s3cret-${number}`,
        deploymentPin: '482913',
      })
      .expect(201)
    return id
  }
}

async function fetchAsLinphone(link: string): Promise<void> {
  const used = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'linphone', pin: '482913' }),
  })
  const { url } = (await used.json()) as { url: string }
  await fetch(url, { headers: { accept: '*/*', 'user-agent': 'LinphoneAndroid/5.2 (Pixel 8)' } })
}
