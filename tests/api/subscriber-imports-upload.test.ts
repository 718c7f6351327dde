import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any

const columns = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const csv = (lines: string[], header = columns) => [header, ...lines, ''].join('\n')
const person = (at: number, more = '') =>
  `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret-${at}${more}`
const imports = (customer: Customer) => `${customer.path}/subscriber-imports`
const planOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${imports(customer)}/${id}`).expect(200)
const rows = async (customer: Customer, { id }: Json): Promise<Json[]> =>
  (await ada.get(`${imports(customer)}/${id}/rows?limit=500`).expect(200)).items

describe('while a file is uploaded', () => {
  /** Sends the beginning of an upload, and leaves the rest to the test. */
  function beginUpload(
    customer: Customer,
    beginning: string,
    [field, value] = ['profileId', customer.profileId],
  ) {
    const { port } = new URL(app.serviceOrigin)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    const part = (disposition: string, body: string) =>
      `--limit\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}`
    const body = `${part(`name="${field}"`, value)}\r\n${part('name="file"; filename="p.csv"', beginning)}`
    const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
    socket.write(
      `POST /api/v1${imports(customer)} HTTP/1.1\r\nHost: localhost\r\nCookie: ${ada.cookie()}\r\n` +
        `Content-Type: multipart/form-data; boundary=limit\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(body)}`,
    )
    return { socket, more: (text: string) => socket.write(chunk(text)) }
  }
  // More than is looked at before the encoding is decided.
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `${person(from + at, '-'.repeat(60))}\n`).join('')
  const first = (customer: Customer) =>
    waitUntil(async () => (await ada.get(imports(customer)).expect(200)).items[0], { what: 'a plan' })

  test('CD-10: the plan grows before the eyes of others, who may cancel it', async () => {
    const customer = await aCustomer(ada)
    const upload = beginUpload(customer, `${columns}\n${many(1, 6_000)}`)
    const seen = await waitUntil(
      async () => {
        const found = await first(customer)
        return found.counts.create >= 1_000 && found
      },
      { what: 'a thousand rows are planned' },
    )
    expect(seen.status).toBe('planning')
    await ada.post(`${imports(customer)}/${seen.id}/cancellation`).expect(200)
    upload.more(many(7_000, 3_000))
    upload.socket.destroy()
    expect(await planOf(customer, seen)).toMatchObject({ status: 'cancelled' })
    expect(await rows(customer, seen)).toEqual([])
    expect(await ada.post(`${imports(customer)}/${seen.id}/application`)).toMatchObject({
      status: 409,
      body: { code: 'imports.not-ready' },
    })
  })

  test('of corrections, and the program dies meanwhile, the plan is ready again and keeps its rows', async () => {
    const customer = await aCustomer(ada)
    const nonsense = csv(['X,nonsense,pbx.acme.example,1,s3cret-X'])
    const made = await ada.upload(imports(customer), { name: 'p.csv', content: nonsense }).expect(201)
    const lines = Array.from({ length: 900 }, (_, at) => `${at + 2},${person(at, '-'.repeat(900))}\n`).join(
      '',
    )
    const upload = beginUpload(customer, `Line,${columns}\n${lines}`, ['planId', made.id])
    const status = async () => (await planOf(customer, made)).status
    await waitUntil(async () => (await status()) === 'planning', { what: 'the corrections are read' })
    // What nobody ends any more is ended by the jobs that were left for it. That of the first upload leaves the plan alone.
    await asSuperuser(
      app.database,
      `update graphile_worker._private_jobs set run_at = now()
        where payload ->> 'importId' = $1 and (key is null or key like 'import-correction:%')`,
      [made.id],
    )
    await waitUntil(async () => (await status()) === 'ready', { what: 'the plan is ready again' })
    expect(await rows(customer, made)).toHaveLength(1)
    const corrected = csv([`2,${person(1)}`], `Line,${columns}`)
    const again = { name: 'p.csv', content: corrected }
    expect(await ada.upload(imports(customer), again, { planId: made.id }).expect(201)).toMatchObject({
      status: 'ready',
      counts: { create: 1, error: 0 },
    })
    upload.socket.destroy()
  })

  test('a caller who goes away leaves a failed plan without rows', async () => {
    const customer = await aCustomer(ada)
    const upload = beginUpload(customer, `${columns}\n${many(1, 6_000)}`)
    const begun = await first(customer)
    upload.socket.destroy()
    const failed = await waitUntil(
      async () => {
        const found = await planOf(customer, begun)
        return found.status === 'failed' && found
      },
      { what: 'the plan failed' },
    )
    expect(failed.failure).toContain('upload the file again')
    expect(await rows(customer, failed)).toEqual([])
  })

  test('a file that cannot be read to its end leaves a failed plan that says where', async () => {
    const customer = await aCustomer(ada)
    const content = csv([...many(1, 3_000).trim().split('\n'), 'X,"no end'])
    const answer = await ada.upload(imports(customer), { name: 'people.csv', content })
    expect(answer).toMatchObject({ status: 422, body: { code: 'imports.file-unreadable' } })
    expect(await first(customer)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('Line 3002'),
    })
  })
})

describe('an upload that is no whole form', () => {
  async function sent(contentType: string, body: string) {
    const answer = await fetch(`${app.serviceOrigin}/api/v1${imports(await aCustomer(ada))}`, {
      method: 'POST',
      headers: { cookie: ada.cookie(), 'content-type': contentType },
      body,
    })
    const { code } = (await answer.json()) as { code: string }
    return [answer.status, code]
  }
  const file = `--limit\r\nContent-Disposition: form-data; name="file"; filename="p.csv"\r\n\r\n${csv([person(1)])}`

  test.each([
    ['without a boundary', 'multipart/form-data', `${file}\r\n--limit--\r\n`],
    [
      'with another boundary than its header says',
      'multipart/form-data; boundary=other',
      `${file}\r\n--limit--\r\n`,
    ],
    ['that ends in its file', 'multipart/form-data; boundary=limit', file],
    ['that ends in a field', 'multipart/form-data; boundary=limit', file.replace('; filename="p.csv"', '')],
  ])('CD-10: %s is refused as such', async (_what, contentType, body) => {
    expect(await sent(contentType, body)).toEqual([400, 'http.malformed'])
  })

  test.each([
    ['a field', 'name="partial"'],
    ['a second file', 'name="file"; filename="q.csv"'],
  ])('CD-10: what follows the file, %s, is refused and not passed over', async (_what, disposition) => {
    const body = `${file}\r\n--limit\r\nContent-Disposition: form-data; ${disposition}\r\n\r\ntrue\r\n--limit--\r\n`
    expect(await sent('multipart/form-data; boundary=limit', body)).toEqual([422, 'imports.file-not-last'])
  })
})
