import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { webPages } from '#cli/web-pages.ts'

const root = join(import.meta.dirname, '../..')
const secret = 'AZjA3hors3xNPo5fanuMnQ.3yWqz0rLkX2cU8bT1mVfPg'

/** Pages of people who are signed in: their addresses open nothing to others. */
const behindSignIn = ['/*', '/portal/*', '/me/*', '/accounts/*']

/** The code blocks of docs/operations.md, by the heading above them. */
let samples: Map<string, string>
/** An address of each kind that holds a secret. */
let secretAddresses: string[]

beforeAll(async () => {
  const operations = await readFile(join(root, 'docs/operations.md'), 'utf8')
  const blocks = operations.matchAll(/^### (\w+)\n(?:[^`#\n].*\n|\n)*```\w*\n([\s\S]*?)^```/gm)
  samples = new Map([...blocks].map(([, heading = '', block = '']) => [heading, block]))
  const { paths } = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'))
  const ofPhones = Object.keys(paths).filter((path) => !path.startsWith('/api/') && path.includes('{'))
  const ofLinks = (await pagesInBrowser()).filter(
    (path) => path.endsWith('*') && !behindSignIn.includes(path) && !path.startsWith('/assets/'),
  )
  secretAddresses = [
    ...ofPhones.map((path) => path.replace(/\{\w+\}/, secret)),
    ...ofLinks.map((path) => path.replace('*', secret)),
    `/d/${secret}/phones/1?nonce=${secret}`,
    `/sso/callback/0199d4a2-7c41-7d0e-8f2a-5b1c6e9d3f70?code=${secret}&state=${secret}`,
  ]
})

/** Where the web UI answers. */
async function pagesInBrowser(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  const app = fastify()
  const found: string[] = []
  app.addHook('onRoute', ({ url }) => void found.push(url))
  await app.register(webPages, { folder })
  await app.close()
  await rm(folder, { recursive: true })
  return [...new Set(found)]
}

/** The sample for this proxy. */
const sampleOf = (proxy: string) => samples.get(proxy) ?? ''

describe('Leaked logs: the sample configurations for proxies', () => {
  test('are held against every address that holds a secret', () => {
    const kinds = new Set(secretAddresses.map((address) => address.split('/')[1]))
    expect([...kinds].sort()).toEqual(['c', 'client', 'd', 'reset', 'setup', 'sso', 'welcome'])
    expect([...samples.keys()]).toEqual(expect.arrayContaining(['nginx', 'Caddy']))
  })

  test('of nginx write down the kind of an address and no secret', () => {
    const pattern = /"~(\^.+)"\s+\/\$kind\/masked;/.exec(sampleOf('nginx'))?.[1] ?? ''
    // What nginx calls $uri has no query.
    const logged = secretAddresses.map((address) => {
      const uri = address.replace(/\?.*/, '')
      const kind = new RegExp(pattern).exec(uri)?.groups?.kind
      return kind === undefined ? uri : `/${kind}/masked`
    })
    expect(logged.filter((line) => line.includes(secret))).toEqual([])
  })

  test('of nginx log by that pattern alone, and no errors, which hold whole addresses', () => {
    const sample = sampleOf('nginx')
    const format = /log_format masked '([\s\S]+?)';/.exec(sample)?.[1] ?? ''
    expect([...format.matchAll(/\$(\w+)/g)].map(([, name]) => name)).toEqual([
      'remote_addr',
      'time_local',
      'request_method',
      'logged_path',
      'status',
      'body_bytes_sent',
      'request_time',
    ])
    const servers = sample.split(/^server \{/m).slice(1)
    expect(servers).toHaveLength(2)
    for (const server of servers) {
      expect(server).toMatch(/^\s+access_log \S+ masked;$/m)
      expect(server).toMatch(/^\s+error_log +\S+ alert;/m)
    }
  })

  test('of Caddy write down the first part of an address, and no headers', () => {
    const sample = sampleOf('Caddy')
    const logs = sample.split(/format filter \{/).slice(1)
    expect(logs).toHaveLength(2)
    for (const log of logs) {
      const [, pattern = '', replacement = ''] = /request>uri regexp "(.+)" "(.+)"/.exec(log) ?? []
      const logged = secretAddresses.map((address) => address.replace(new RegExp(pattern), replacement))
      expect(logged.filter((line) => line.includes(secret) || !line.endsWith('/masked'))).toEqual([])
      expect(log).toMatch(/^\s+request>headers delete$/m)
      expect(log).toMatch(/^\s+resp_headers delete$/m)
    }
    const sites = sample.match(/^\S+\.example\.com \{[^}]*\}/gm) ?? []
    expect(sites).toHaveLength(2)
    for (const site of sites) expect(site).toContain('import masked')
  })
})
