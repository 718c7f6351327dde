import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { newId } from '#platform/database/index.ts'
import { registry } from '#platform/metrics/index.ts'
import { backlogMeasure, enqueue } from '#platform/queue/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { metricsToken, startTestApp, type TestApp } from '../harness/app.ts'
import { scrape } from '../harness/metrics.ts'
import { aCustomer, aSubscriber } from '../harness/people.ts'
import { aLink, aTicket, fetchAsPhone, useLink } from '../harness/phones.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
const pin = '482913'

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada, {}, { clientsPerLink: 5 })
})
afterAll(() => app.stop())

const ask = (headers: Record<string, string>) => fetch(`${app.serviceOrigin}/metrics`, { headers })

describe('/metrics', () => {
  test.each<[string, Record<string, string>]>([
    ['nobody without the token, though they ask from the same machine', {}],
    ['no request that a proxy on the same machine forwards', { 'x-forwarded-for': '203.0.113.9' }],
    ['nobody with another token', { authorization: `Bearer ${metricsToken}x` }],
    ['nobody with the token as a password', { authorization: `Basic ${btoa(`metrics:${metricsToken}`)}` }],
    ['nobody with an empty token', { authorization: 'Bearer ' }],
  ])('is for %s', async (_whom, headers) => {
    const answer = await ask(headers)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await answer.text()).not.toMatch(/rollcall_|process_|nodejs_/)
  })

  test('is not for who is signed in to the product', async () => {
    expect((await ask({ cookie: ada.cookie() })).status).toBe(401)
  })

  test('answers who shows the token in the text format of Prometheus, through a proxy too', async () => {
    const answer = await ask({ authorization: `Bearer ${metricsToken}`, 'x-forwarded-for': '203.0.113.9' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const text = await answer.text()
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
      'process_cpu_seconds_total',
    ])
      expect(text).toContain(`# TYPE ${name} `)
  })

  test('every name of ours has the prefix, a unit or a noun that Prometheus knows, and a help that ends as a sentence', async () => {
    const { text } = await scrape(app.serviceOrigin)
    const helps = [...text.matchAll(/^# HELP (\S+) (.*)$/gm)].filter(
      ([, name]) => !/^(process|nodejs)_/.test(name ?? ''),
    )
    expect(helps.length).toBeGreaterThan(10)
    for (const [, name, help] of helps) {
      expect(name).toMatch(/^rollcall_[a-z_]+$/)
      expect(help).toMatch(/^[A-Z].{30,}\.$/)
    }
  })

  test('docs/operations.md names every metric of ours, and no other', async () => {
    const { text } = await scrape(app.serviceOrigin)
    const names = [...text.matchAll(/^# HELP (rollcall_\w+)/gm)].map(([, name]) => name as string)
    const named = (await readFile('docs/operations.md', 'utf8')).match(/rollcall_[a-z_]+/g) ?? []
    const roles = ['rollcall_owner', 'rollcall_app', 'rollcall_runtime']
    const metrics = named
      .map((name) => name.replace(/_(count|bucket|sum)$/, ''))
      .filter((name) => !roles.includes(name))
    expect([...new Set(metrics)].sort()).toEqual(names.sort())
  })

  test('counts the way from Deploy to a configured phone: the mail, the wrong PIN, the download, the requests by pattern', async () => {
    const before = await scrape(app.serviceOrigin)
    const anna = await aSubscriber(ada, customer, { deploymentPin: pin })
    const token = await aLink(app, ada, customer, anna.id)
    await waitUntil(
      async () =>
        (await scrape(app.serviceOrigin)).value('rollcall_mails_total', { outcome: 'sent' }) >
        before.value('rollcall_mails_total', { outcome: 'sent' }),
      { what: 'the mail is counted' },
    )
    expect((await useLink(app, token, { client: 'generic', pin: '000000' })).status).toBe(403)
    const { body } = await useLink(app, token, { client: 'generic', pin })
    expect((await fetchAsPhone(body.url)).status).toBe(200)
    expect((await fetch(`${app.redirectOrigin}/d/${token}`, { redirect: 'manual' })).status).toBe(307)
    expect((await fetch(`${app.redirectOrigin}/d/unknown`, { redirect: 'manual' })).status).toBe(404)

    const after = await scrape(app.serviceOrigin)
    const grown = (name: string, labels: Record<string, string>) =>
      after.value(name, labels) - before.value(name, labels)
    expect(grown('rollcall_timeline_steps_total', { kind: 'pin.wrong' })).toBe(1)
    expect(grown('rollcall_timeline_steps_total', { kind: 'client.downloaded' })).toBe(1)
    expect(grown('rollcall_acts_total', { action: 'subscriber.added' })).toBe(1)
    expect(grown('rollcall_operation_records_total', { kind: 'deployment', outcome: 'done' })).toBe(1)
    expect(
      grown('rollcall_job_duration_seconds_count', { task: 'mail:send', outcome: 'done' }),
    ).toBeGreaterThan(0)
    const requests = (labels: Record<string, string>) =>
      grown('rollcall_http_request_duration_seconds_count', labels)
    expect(requests({ server: 'service', method: 'POST', route: '/d/:token', status: '4xx' })).toBe(1)
    expect(requests({ server: 'service', method: 'GET', route: '/c/:ticket', status: '2xx' })).toBe(1)
    expect(requests({ server: 'redirect', route: '/d/:token', status: '3xx' })).toBe(1)
    expect(requests({ server: 'redirect', route: '/d/:token', status: '4xx' })).toBe(1)
  })

  test('holds no id, name, address, token or path, whatever was done and asked for', async () => {
    const anna = await aSubscriber(ada, customer)
    await fetch(await aTicket(app, await aLink(app, ada, customer, anna.id)))
    await fetch(`${app.serviceOrigin}/of-no-route/${anna.id}?email=anna@acme.example`)
    await fetch(`${app.serviceOrigin}/api/v1/accounts/${customer.id}/subscribers?search=Kühn`)
    const { text } = await scrape(app.serviceOrigin)
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].filter(([, name]) => name !== 'version')
    for (const [, , value] of labels) expect(value).toMatch(/^(\+Inf|[0-9.]+|[A-Za-z0-9_.:/*-]{0,80})$/)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    for (const word of ['Kühn', 'acme', 'of-no-route', app.platform.redirectSecret])
      expect(text).not.toContain(word)
  })

  test('a request whose caller goes away is counted as aborted and is no longer in flight', async () => {
    const aborted = async () =>
      (await scrape(app.serviceOrigin)).value('rollcall_http_request_duration_seconds_count', {
        route: '/api/v1/sessions',
        status: 'aborted',
      })
    const inFlight = async () =>
      (await scrape(app.serviceOrigin)).value('rollcall_http_requests_in_flight', { server: 'service' })
    const [before, abortedBefore] = [await inFlight(), await aborted()]
    const url = new URL(app.serviceOrigin)
    const socket = connect(Number(url.port), '127.0.0.1')
    await once(socket, 'connect')
    // A body that never comes keeps the request waiting.
    socket.write(
      `POST /api/v1/sessions HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`,
    )
    await waitUntil(async () => (await inFlight()) === before + 1, { what: 'the request is in flight' })
    socket.destroy()
    await waitUntil(async () => (await inFlight()) === before, { what: 'the request is given up' })
    expect((await aborted()) - abortedBefore).toBe(1)
  })

  test('says what waits in the queue, for how long, and what was given up', async () => {
    const job = { name: 'test:nobody-does-this', payload: z.object({}) }
    const { database } = app.platform
    await database.inDirectory(async (tx) => {
      await enqueue(tx, job, {})
      await enqueue(tx, job, {}, { delaySeconds: 600 })
    })
    const { value } = await scrape(app.serviceOrigin)
    const jobs = (state: string) => value('rollcall_jobs', { task: job.name, state })
    expect([jobs('waiting'), jobs('later'), jobs('failed')]).toEqual([1, 1, 0])
    expect(value('rollcall_jobs_oldest_waiting_seconds', { task: job.name })).toBeGreaterThan(0)
    expect(value('rollcall_database_up')).toBe(1)
    expect(value('rollcall_database_connections')).toBeGreaterThan(0)
  })

  test('answers while the database does not, and says so', async () => {
    const refused = backlogMeasure({ ask: () => Promise.reject(new Error('refused')) })
    await refused()
    expect(await upNow()).toBe(0)
    vi.useFakeTimers()
    const silent = backlogMeasure({ ask: () => new Promise(() => {}) })()
    vi.advanceTimersByTime(5_000)
    vi.useRealTimers()
    await silent
    expect(await upNow()).toBe(0)
  })
})

describe('failures of the database', () => {
  test('are counted by class of SQLSTATE, each attempt by itself; a refusal of ours is none', async () => {
    const { database } = app.platform
    const failures = async () => {
      const { value } = await scrape(app.serviceOrigin)
      return ['40', '22'].map((given) => value('rollcall_database_failures_total', { sqlstate_class: given }))
    }
    const [deadlocks = 0, data = 0] = await failures()
    let attempts = 0
    await database.inDirectory(async () => {
      attempts++
      if (attempts < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    })
    await expect(database.inDirectory((tx) => sql`select 1 / 0`.execute(tx))).rejects.toMatchObject({
      code: '22012',
    })
    await ada.post(`${customer.path}/subscribers`, { lastName: 'x', profileId: newId() }).expect(422)
    expect(await failures()).toEqual([deadlocks + 2, data + 1])
  })
})

async function upNow(): Promise<number> {
  const text = await registry.getSingleMetricAsString('rollcall_database_up')
  return Number(/ (\d)$/.exec(text)?.[1])
}
