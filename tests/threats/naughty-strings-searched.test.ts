import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink, openPage, sendForm } from '#tests/harness/phones.ts'
import { asStored, fourAtATime, naughtyNames, naughtyStrings } from './naughty-strings.ts'
import { dealt, nameOf, type TextField, type TextRoute, textRoutes } from './text-fields.ts'
import { aWorld, type World } from './two-worlds.ts'

let app: TestApp
let ada: ApiClient
let acme: World

beforeAll(async () => {
  app = await startTestApp({ trustProxy: true })
  ada = await app.ada()
  acme = await aWorld(app, ada, 'Acme')
}, 60_000)
afterAll(() => app.stop())

const routes = textRoutes().filter(({ inQuery }) => inQuery.length > 0)
/** Half of an emoji stands in no address. */
const strings = naughtyStrings.filter((text) => text.isWellFormed())
const share = dealt(
  routes.flatMap(({ inQuery }) => inQuery),
  strings,
)

let networks = 0
/** Each from a network of its own, so that no limit answers before the text is looked at. */
const fromElsewhere = () => ({ 'x-forwarded-for': `2001:db8:0:${(networks++).toString(16)}::1` })

describe('Naughty strings: in what is asked for', () => {
  test('every parameter of every list is understood, or refused with its name', async () => {
    const broken: string[] = []
    await fourAtATime(routes, async (route) => {
      const rounds = Math.max(...route.inQuery.map((field) => share.get(field)?.length ?? 0))
      for (let round = 0; round < rounds; round++) broken.push(...(await tried(route, round)))
    })
    expect(broken).toEqual([])
  }, 120_000)

  test('every search is answered by a page, whatever is typed into it', async () => {
    const searched = routes.filter(({ inQuery, method }) => method === 'GET' && inQuery.some(isSearch))
    expect(searched.length).toBeGreaterThan(8)
    const tries = naughtyNames.map((text, index) => ({
      text,
      route: searched[index % searched.length] as TextRoute,
    }))
    await fourAtATime(tries, async ({ text, route }) => {
      const { status, body } = await ada.get(`${pathOf(route)}?search=${encodeURIComponent(text)}`)
      // What only people of the account themselves may ask for.
      if (status === 403 || status === 404) return
      expect({ status, route: nameOf(route), text, body }).toMatchObject({ status: 200 })
    })
  })

  test('somebody with such a name is found by all of it', async () => {
    const customer = { path: acme.path, profileId: acme.ids.profileId as string }
    const letters = naughtyNames.filter((text) => /\p{L}{3}/u.test(text)).slice(0, 120)
    await fourAtATime(letters, async (lastName) => {
      const made = await aSubscriber(ada, customer, { lastName, email: `n${networks++}@acme.example` })
      const found = await ada
        .get(`${acme.path}/subscribers?limit=500&search=${encodeURIComponent(lastName)}`)
        .expect(200)
      expect(found.items, lastName).toContainEqual(
        expect.objectContaining({ id: made.id, lastName: asStored(lastName) }),
      )
    })
  })

  test('in an address they lead nowhere, and to no fault', async () => {
    const ofApi = [
      '/accounts/{text}',
      `${acme.path}/deployment-email/{text}`,
      `${acme.path}/email-domains/{text}`,
      `${acme.path}/subscriber-imports/{text}/rows`,
      `${acme.path}/users/{text}/timeline`,
      '/{text}',
    ]
    const ofPages = ['/d/{text}', '/d/{text}/renewal', '/c/{text}', '/client/v1/{text}']
    const short = strings.filter((text) => text.length < 1_000)
    const tries = short.map((text, index) => ({ text, index }))
    await fourAtATime(tries, async ({ text, index }) => {
      const templates = [
        `${app.serviceOrigin}/api/v1${ofApi[index % ofApi.length]}`,
        app.serviceOrigin + ofPages[index % ofPages.length],
        `${app.redirectOrigin}/d/{text}`,
      ]
      for (const template of templates) {
        const url = template.replace('{text}', () => encodeURIComponent(text))
        const answer = await openPage(url, { headers: { ...fromElsewhere(), cookie: ada.cookie() } })
        expect(answer.status, url).toBeLessThan(500)
        if (text.includes('<')) expect(answer.text, url).not.toContain(text)
      }
    })
  }, 60_000)

  test('as a PIN and as an app they set up no phone, and the page does not repeat them', async () => {
    const customer = await aCustomer(ada, {}, { pinRequired: true })
    const anna = await aSubscriber(ada, customer, { deploymentPin: '482913' })
    const url = `${app.serviceOrigin}/d/${await aLink(app, ada, customer, anna.id)}`
    const { text: page } = await openPage(url)
    const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? ''
    await fourAtATime(strings, async (text) => {
      const isOfApp = text.length % 2 === 0
      const fields = isOfApp
        ? { nonce, pin: '482913', client: text }
        : { nonce, pin: text, client: 'generic' }
      const answer = await sendForm(url, fields)
      expect(answer.status, text).toBeLessThan(500)
      if (text.includes('<')) expect(answer.text).not.toContain(text)
    })
    const { items } = await ada.get(`${customer.path}/subscribers/${anna.id}/clients`).expect(200)
    expect(items).toEqual([])
  })
})

const isSearch = ({ path }: TextField) => path === 'search'

/** Asks with this round’s texts, then without those whose parameters the refusals name. @returns what the rule forbids */
async function tried(route: TextRoute, round: number): Promise<string[]> {
  const left = new Map(
    route.inQuery.flatMap((field): Array<[string, string]> => {
      const text = share.get(field)?.[round]
      return text === undefined ? [] : [[field.path.replace(/\.0$/, ''), text]]
    }),
  )
  const given = JSON.stringify([...left])
  while (left.size > 0) {
    const path = `${pathOf(route)}?${new URLSearchParams([...left])}`
    const { status, body } = await (route.method === 'GET' ? ada.get(path) : ada.delete(path))
    if (status >= 500) return [`${status} ${nameOf(route)} ${given}`]
    if (status !== 422) return []
    // A cursor that is none of ours is refused by a code of its own.
    const errors: Array<{ path: string }> =
      body.code === 'http.cursor' ? [{ path: 'cursor' }] : (body.errors ?? [])
    const named = [...left.keys()].filter((name) => errors.some((error) => error.path.split('.')[0] === name))
    if (named.length === 0) return [`names no parameter: ${nameOf(route)} ${given} ${JSON.stringify(body)}`]
    for (const name of named) left.delete(name)
  }
  return []
}

/** What a list is of; what would be deleted is nobody’s. */
function pathOf(route: TextRoute): string {
  return route.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    route.method === 'DELETE' && name !== 'accountId'
      ? '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f'
      : (acme.ids[name] ?? name),
  )
}
