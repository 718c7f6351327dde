import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/app.ts'

/** What was warned of after requests with these headers, one after the other. */
async function warnings(trustProxy: boolean, ...requests: Array<Record<string, string>>): Promise<string[]> {
  const app = await startTestApp({ worker: false, trustProxy })
  try {
    for (const headers of requests) {
      expect((await fetch(`${app.serviceOrigin}/healthz`, { headers })).status).toBe(200)
    }
    const lines = app.logged.map((line) => JSON.parse(line)).filter(({ level }) => level === 40)
    return lines.map((line) => JSON.stringify(line)).filter((line) => line.includes('ROLLCALL_TRUST_PROXY'))
  } finally {
    await app.stop()
  }
}

describe('Password guessing: behind a proxy that is not trusted all people would share one address', () => {
  test.each([
    ['X-Forwarded-For', { 'x-forwarded-for': '203.0.113.7' }],
    ['Forwarded', { forwarded: 'for=203.0.113.7' }],
  ])('the first request that bears %s is warned of, once, with what to do and nothing that the sender wrote', async (_name, headers) => {
    const told = await warnings(false, {}, headers, headers)
    expect(told).toEqual([expect.stringContaining('Set ROLLCALL_TRUST_PROXY to the address of the proxy')])
    expect(told[0]).not.toContain('203.0.113.7')
  })

  test('nothing is said where no request bears one, nor where the proxy is trusted', async () => {
    expect(await warnings(false, {}, {})).toEqual([])
    expect(await warnings(true, { 'x-forwarded-for': '203.0.113.7' })).toEqual([])
  })
})
