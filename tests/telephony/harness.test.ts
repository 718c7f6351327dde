import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import QRCode from 'qrcode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDebianPackages } from '../../scripts/debian-packages.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Baresip, startBaresip } from './harness/baresip.ts'
import { callEnds, callRuns } from './harness/calls.ts'
import { type Linphone, startLinphone } from './harness/linphone.ts'
import { decodeQr } from './harness/qr.ts'
import { type Registrar, startRegistrar } from './harness/registrar.ts'
import { registerWithSipp } from './harness/sip-register.ts'

const telephony = await ensureDebianPackages('telephony')
if (!telephony.available && process.env.CI) throw new Error(telephony.reason)

describe.skipIf(!telephony.available)('the telephony harness', () => {
  let folder: string
  let registrar: Registrar
  let provisioning: Server
  let documents: Record<string, string>

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'telephony-harness-'))
    registrar = await startRegistrar({ realms: [{ domain: 'example.test' }, { domain: 'gw.example.test' }] })
    documents = {}
    provisioning = createServer(({ url = '' }, response) => {
      response.writeHead(documents[url] ? 200 : 404, { 'content-type': 'application/xml' })
      response.end(documents[url] ?? '')
    }).listen(0, '127.0.0.1')
    await once(provisioning, 'listening')
  }, 120_000)

  afterAll(async () => {
    provisioning?.close()
    await registrar?.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  }, 30_000)

  function serve(url: string, ...accounts: string[]): string {
    documents[url] =
      `<?xml version="1.0" encoding="UTF-8"?><config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">${accounts.join('')}</config>`
    return `http://127.0.0.1:${(provisioning.address() as { port: number }).port}${url}`
  }

  test('linphone and baresip register and call each other, both ways', { timeout: 120_000 }, async () => {
    const alice = { username: '1001', domain: 'example.test', ha1: ha1('1001', 'example.test', 'alice-pw') }
    const aliceOutside = {
      username: 'gw1001',
      domain: 'gw.example.test',
      ha1: ha1('gw1001', 'gw.example.test', 'gw-pw'),
    }
    await registrar.setSubscriber(alice)
    await registrar.setSubscriber(aliceOutside)
    await registrar.setSubscriber({ ...alice, username: '1002', ha1: ha1('1002', 'example.test', 'bob-pw') })
    const configUri = serve(
      '/alice.xml',
      account(0, `sip:${registrar.host}:${registrar.sipPort};transport=udp`, alice),
      account(1, `sip:${registrar.tlsHost}:${registrar.tlsPort};transport=tls`, aliceOutside),
    )

    let linphone: Linphone | undefined
    let baresip: Baresip | undefined
    try {
      linphone = await startLinphone({
        workDir: path.join(folder, 'alice'),
        configUri,
        rootCa: registrar.caCertificateFile,
        autoAnswer: true,
      })
      baresip = await startBaresip({
        workDir: path.join(folder, 'bob'),
        accountLine: `"Bob" <sip:1002@example.test;transport=udp>;auth_user=1002;auth_pass=bob-pw;outbound="sip:${registrar.host}:${registrar.sipPort};transport=udp";regint=120;answermode=auto`,
      })

      await baresip.waitForEvent('REGISTER_OK')
      const [bob] = await registrar.waitForBinding('1002@example.test')
      expect(bob?.userAgent).toContain('baresip')
      await registrar.waitForBinding('1001@example.test')
      const [outside] = await registrar.waitForBinding('gw1001@gw.example.test')
      expect(outside?.contact).toContain('transport=tls')
      expect(await linphone.configGet('misc', 'config-uri')).toBe(configUri)

      await baresip.dial('sip:1001@example.test')
      await baresip.waitForEvent('CALL_ESTABLISHED')
      await callRuns(linphone)
      await baresip.hangup()
      await baresip.waitForEvent('CALL_CLOSED')
      await callEnds(linphone)

      await linphone.command('call sip:1002@example.test')
      await baresip.waitForEvent('CALL_ESTABLISHED')
      await callRuns(linphone)
      await linphone.command('terminate')
      await baresip.waitForEvent('CALL_CLOSED')
      await callEnds(linphone)
      expect(registrar.log().match(/REPLY 200 .* to INVITE/g)).toHaveLength(2)

      await linphone.restart()
      await registrar.waitForBinding('1001@example.test')
      await linphone.quit()
      await baresip.quit()
      for (const aor of ['1001@example.test', '1002@example.test', 'gw1001@gw.example.test']) {
        await registrar.waitForNoBinding(aor)
      }
    } finally {
      await linphone?.kill()
      await baresip?.quit()
    }
  })

  test('linphone registers from a configuration file, and its crash leaves the registration', {
    timeout: 60_000,
  }, async () => {
    const erin = { username: '1005', domain: 'example.test', ha1: ha1('1005', 'example.test', 'erin-pw') }
    await registrar.setSubscriber(erin)
    const server = `sip:${registrar.host}:${registrar.sipPort};transport=udp`
    const configFile = path.join(folder, 'erin.linphonerc')
    await writeFile(
      configFile,
      `[sip]
user_agent=ErinPhone/1
[proxy_0]
reg_proxy=<${server}>
reg_route=<${server};lr>
reg_identity=<sip:1005@example.test>
reg_sendregister=1
[auth_info_0]
username=1005
ha1=${erin.ha1}
realm=example.test
domain=example.test
`,
    )

    const linphone = await startLinphone({ workDir: path.join(folder, 'erin'), configFile })
    const [binding] = await registrar.waitForBinding('1005@example.test').finally(linphone.kill)

    expect(binding?.userAgent).toBe('ErinPhone/1')
    expect(await registrar.bindings('1005@example.test')).toHaveLength(1)
  })

  test('linphone does not register with a wrong HA1', { timeout: 60_000 }, async () => {
    const carol = { username: '1003', domain: 'example.test', ha1: ha1('1003', 'example.test', 'carol-pw') }
    await registrar.setSubscriber(carol)
    const server = `sip:${registrar.host}:${registrar.sipPort};transport=udp`
    const wrong = { ...carol, ha1: ha1('1003', 'example.test', 'guess') }

    const linphone = await startLinphone({
      workDir: path.join(folder, 'carol'),
      configUri: serve('/carol.xml', account(0, server, wrong)),
    })
    try {
      const refused = async () => (await linphone.log()).includes('[LinphoneRegistrationFailed]')
      await waitUntil(refused, { timeoutMs: 30_000, what: 'linphone to be refused' })
      expect(registrar.log()).toContain('REQ REGISTER sip:1003@example.test')
      expect(await registrar.bindings('1003@example.test')).toEqual([])
    } finally {
      await linphone.kill()
    }
  })

  test('a removed subscriber whose bindings are dropped is gone and cannot return', {
    timeout: 60_000,
  }, async () => {
    const dave = { username: '1004', domain: 'example.test' }
    await registrar.setSubscriber({ ...dave, ha1: ha1('1004', 'example.test', 'dave;pw') })
    const login = {
      host: registrar.host,
      port: registrar.sipPort,
      user: '1004',
      domain: 'example.test',
      password: 'dave;pw',
    }

    expect(await registerWithSipp({ ...login, password: 'guess' })).toBe(false)
    expect(await registrar.bindings('1004@example.test')).toEqual([])
    expect(await registerWithSipp(login)).toBe(true)
    expect(await registrar.bindings('1004@example.test')).toHaveLength(1)

    await registrar.removeSubscriber(dave)
    await registrar.dropBindings('1004@example.test')

    expect(await registrar.bindings('1004@example.test')).toEqual([])
    expect(await registerWithSipp(login)).toBe(false)
    expect(await registrar.bindings('1004@example.test')).toEqual([])
  })

  test('a domain that the registrar does not serve is refused', async () => {
    const login = { host: registrar.host, port: registrar.sipPort, user: '1001', password: 'alice-pw' }
    expect(await registerWithSipp({ ...login, domain: 'other.test' })).toBe(false)
  })

  test('a QR code is read as it was written, and a blank picture is an error', async () => {
    const text = 'https://localhost:7071/d/AbC.dEf-123_xyz?v=2'
    expect(await decodeQr(await QRCode.toBuffer(text))).toBe(text)
    await expect(decodeQr(Buffer.from(blankPng, 'base64'))).rejects.toThrow('No QR code')
  })
})

function ha1(user: string, realm: string, password: string): string {
  return createHash('md5').update(`${user}:${realm}:${password}`).digest('hex')
}

function account(
  index: number,
  server: string,
  { username, domain, ha1 }: { username: string; domain: string; ha1: string },
): string {
  return (
    section(`proxy_${index}`, {
      reg_proxy: `&lt;${server}&gt;`,
      reg_route: `&lt;${server};lr&gt;`,
      reg_identity: `&lt;sip:${username}@${domain}&gt;`,
      reg_expires: '120',
      reg_sendregister: '1',
      publish: '0',
    }) +
    section(`auth_info_${index}`, {
      username,
      userid: username,
      ha1,
      realm: domain,
      domain,
      algorithm: 'MD5',
    })
  )
}

function section(name: string, entries: Record<string, string>): string {
  const lines = Object.entries(entries).map(
    ([key, value]) => `<entry name="${key}" overwrite="true">${value}</entry>`,
  )
  return `<section name="${name}">${lines.join('')}</section>`
}

/** One white pixel. */
const blankPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII='
