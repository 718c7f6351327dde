import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operator } from '#features/auth/index.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { partnerAdmin } from '#tests/harness/app.ts'
import type { NameServer } from '#tests/harness/name-server.ts'
import { auditTrailOf } from '#tests/harness/people.ts'
import { verifyDomain } from './domains.ts'
import { aVerifiedDomain, type Company, type Ground, startGround } from './single-sign-on.testing.ts'

let ground: Ground
let app: TestApp
let nameServer: NameServer

beforeAll(async () => {
  ground = await startGround()
  ;({ app, nameServer } = ground)
})

afterAll(() => ground?.stop())

describe('how people of an e-mail domain sign in', () => {
  const methodsOf = (email: string) => app.anybody().post('/sign-in-methods', { email }).expect(200)

  test('threats "Enumeration": is told by the domain, whether or not somebody has the address', async () => {
    const company = await ground.aCompany()
    await ground.turnOn(company)
    const { account, domain } = company
    const known = await methodsOf(`carla@${domain}`)
    expect(known).toEqual({ password: false, singleSignOn: { accountId: account.id, name: 'Acme ID' } })
    expect(await methodsOf(`nobody@${domain.toUpperCase()}`)).toEqual(known)
    const without = { password: true, singleSignOn: null }
    for (const email of [partnerAdmin.email, 'a@b.example', 'no address', '', '@', `x@sub.${domain}`]) {
      expect(await methodsOf(email), email).toEqual(without)
    }
  })

  test('an account without single sign-on, one that is deactivated and one that does not exist answer alike', async () => {
    const off = await ground.aCompany()
    const on = await ground.aCompany()
    await ground.turnOn(on)
    await (await app.ada()).patch(on.account.path, { status: 'deactivated' }).expect(200)
    const answers = []
    for (const accountId of [off.account.id, on.account.id, '01a20448-f572-74e3-b1a6-67fde578ae49']) {
      const { status, body } = await app.anybody().post('/single-sign-ons', { accountId })
      answers.push({ status, ...body, requestId: '' })
    }
    expect(answers[0]).toMatchObject({ status: 409, code: 'auth.single-sign-on-off' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('threats "Malicious tenant admin claims another company’s domain"', () => {
  let company: Company
  let domains: string
  beforeEach(async () => {
    company = await ground.aCompany()
    domains = `${company.account.path}/email-domains`
  })

  test('a domain counts only once its name servers say what this account was given', async () => {
    const { carla, domain } = company
    const added = await carla.post(domains, { domain }).expect(201)
    expect(added).toMatchObject({ recordName: `_rollcall.${domain}`, verifiedAt: null })
    const checked = () => carla.post(`${domains}/${domain}/checks`)
    expect((await checked().expect(409)).detail).toContain(added.recordValue)
    nameServer.texts.set(added.recordName, ['rollcall-verification=of-another-account'])
    expect(await checked().expect(409)).toMatchObject({
      code: 'auth.domain-unproven',
      detail: expect.stringContaining('says something else'),
    })
    nameServer.texts.set(added.recordName, ['v=spf1 -all', added.recordValue])
    expect((await checked().expect(409)).detail).toContain('takes no mail')
    nameServer.mailHosts.set(domain, ['.'])
    expect((await checked().expect(409)).detail).toContain('takes no mail')
    nameServer.mailHosts.set(domain, [`mail.${domain}`])
    expect(await checked().expect(200)).toMatchObject({ verifiedBy: 'dns' })
  })

  test('is one account’s at a time, and nobody learns whose', async () => {
    const { carla, account, domain } = company
    await aVerifiedDomain(carla, account, nameServer, domain)
    const other = await ground.aCompany()
    const added = await other.carla.post(`${other.account.path}/email-domains`, { domain }).expect(201)
    nameServer.texts.set(added.recordName, [added.recordValue])
    const check = `${other.account.path}/email-domains/${domain}/checks`
    const refused = await other.carla.post(check).expect(409)
    expect(refused.code).toBe('auth.domain-taken')
    expect(JSON.stringify(refused)).not.toContain(account.id)
    await carla.delete(`${domains}/${domain}`).expect(204)
    await other.carla.post(check).expect(200)
  })

  test.each([
    ['com', 'a top-level domain'],
    ['gmail.com', 'a mail provider'],
    ['GMail.com.', 'a mail provider in another spelling'],
    ['anna@acme.example', 'an address'],
    ['192.0.2.1', 'an IP address'],
    ['acme example', 'no name'],
    ['_rollcall.acme.example', 'the name of a record'],
  ])('%s is refused: %s', async (domain) => {
    const refused = await company.carla.post(domains, { domain }).expect(422)
    expect(refused.errors).toMatchObject([{ path: 'domain' }])
  })

  test('names in other scripts are one with their ASCII spelling', async () => {
    const { carla } = company
    const added = await carla.post(domains, { domain: 'Kühn.example' }).expect(201)
    expect(added.domain).toBe('xn--khn-hoa.example')
    await carla.post(domains, { domain: 'xn--khn-hoa.example' }).expect(409)
  })

  test("the operator's word verifies a domain, and stands in the history", async () => {
    const { carla, account, domain } = company
    await verifyDomain(app.platform, operator, account.id, domain)
    const { items } = await carla.get(domains).expect(200)
    expect(items).toMatchObject([{ domain, verifiedBy: 'operator' }])
    expect(await auditTrailOf(carla, account)).toContain('email-domain.verified')
    const other = await ground.aCompany()
    await expect(verifyDomain(app.platform, operator, other.account.id, domain)).rejects.toThrow(
      'another account',
    )
    expect((await other.carla.get(`${other.account.path}/email-domains`).expect(200)).items).toEqual([])
  })

  test('name servers that do not answer are waited for a few seconds, and said to be silent', async () => {
    const { carla, domain } = company
    await carla.post(domains, { domain }).expect(201)
    nameServer.isDown = true
    const { detail } = await carla.post(`${domains}/${domain}/checks`).expect(409)
    nameServer.isDown = false
    expect(detail).toContain('do not answer at the moment')
  })
})
