import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runReferenceClient } from '#cli/client.ts'
import { timelineOf } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import type { Baresip } from './harness/baresip.ts'
import { callEnds, callRuns, rings } from './harness/calls.ts'
import { cannotStartEstate, type Estate, startEstate } from './harness/estate.ts'
import {
  addressesOf,
  digestLogin,
  domains,
  type EstatePerson,
  twentyPeople,
} from './harness/estate-people.ts'
import { deploymentMail, registered, setUpBaresip, setUpLinphone } from './harness/journey.ts'
import type { Linphone } from './harness/linphone.ts'
import { registerWithSipp } from './harness/sip-register.ts'

const [anna, bob, carol] = twentyPeople as [EstatePerson, EstatePerson, EstatePerson]

describe.skipIf(cannotStartEstate)('phones that were deployed', () => {
  let estate: Estate
  let annasPhone: Linphone
  let bobsPhone: Baresip

  beforeAll(async () => {
    estate = await startEstate([anna, bob, carol])
    await estate.deploy([anna, bob, carol])
    annasPhone = await setUpLinphone(estate, anna, await estate.browser.newPage())
    bobsPhone = await setUpBaresip(estate, bob)
  }, 120_000)

  afterAll(async () => {
    await estate?.stop()
  }, 60_000)

  // Nothing stands on the phones but what was delivered: each dials with the account that it was given first.
  test('CD-6 DP-2: Bob on baresip calls Anna on linphone from his PBX account; she answers, he hangs up', async () => {
    await bobsPhone.dial('sip:1001@acme.test')
    await rings(annasPhone)
    await annasPhone.command('answer')
    await bobsPhone.waitForEvent('CALL_ESTABLISHED')
    await callRuns(annasPhone)
    await bobsPhone.hangup()
    await bobsPhone.waitForEvent('CALL_CLOSED')
    await callEnds(annasPhone)
    expect(invitations()).toContain('sip:1002@acme.test -> sip:1001@acme.test')
  })

  test('CD-6 DP-2: Anna calls Bob from her PBX account; he answers, she hangs up', async () => {
    await annasPhone.command('call sip:1002@acme.test')
    await bobsPhone.waitForEvent('CALL_INCOMING')
    await bobsPhone.accept()
    await bobsPhone.waitForEvent('CALL_ESTABLISHED')
    await callRuns(annasPhone)
    await annasPhone.command('terminate')
    await bobsPhone.waitForEvent('CALL_CLOSED')
    await callEnds(annasPhone)
    expect(invitations()).toContain('sip:1001@acme.test -> sip:1002@acme.test')
  })

  test('MU-5 DP-2: Bob reaches Anna at the border gateway too, by TLS', async () => {
    await bobsPhone.dial('sip:gw1001@gw.acme.test')
    await rings(annasPhone)
    await annasPhone.command('answer')
    await bobsPhone.waitForEvent('CALL_ESTABLISHED')
    await callRuns(annasPhone)
    await annasPhone.command('terminate')
    await bobsPhone.waitForEvent('CALL_CLOSED')
    await callEnds(annasPhone)
  })

  test('CD-8 CD-3: after Set force config linphone takes the new SIP password at its next start, by its own URL', async () => {
    const first = await estate.record(anna)
    const login = await changePassword(anna, 'n3w & "better"')
    expect(await registersWith(anna, anna.pbx?.password)).toBe(false)
    expect(await estate.force([anna])).toMatchObject({ done: 1 })
    expect(await estate.record(anna)).toMatchObject({ flags: { forcePending: true, updatePending: true } })

    await annasPhone.quit()
    await forgetBindings(anna)
    // The ticket has ended: the way to its configuration is the address that came with the first one.
    estate.app.clock.advance({ minutes: 11 })
    await annasPhone.restart()
    await registered(estate, anna)

    expect(await annasPhone.configGet('auth_info_0', 'ha1')).toBe(login.ha1)
    const now = await estate.record(anna)
    expect(now).toMatchObject({ clientCount: 1, flags: { forcePending: false, updatePending: false } })
    expect(Date.parse(now.downloadedAt)).toBeGreaterThan(Date.parse(first.downloadedAt))
    const timeline = await timelineOf(estate.ada, estate.customer, now.id)
    expect(timeline.slice(-2).sort()).toEqual(['client.downloaded', 'force.obeyed'])
  })

  test('CD-8: baresip gets the new SIP password by the reference client, which obeys Set force config', async () => {
    const { link } = await deploymentMail(estate, carol)
    const asRollcallClient = async (given: { link?: string; pin?: string | undefined }) => {
      const events: string[] = []
      const options = {
        server: estate.app.serviceOrigin,
        kind: 'baresip',
        out: estate.folderOf(carol),
        once: true,
      }
      const tell = ({ event }: { event: string }) => void events.push(event)
      const exitCode = await runReferenceClient({ ...options, ...given }, tell, new AbortController().signal)
      return { exitCode, events }
    }
    expect(await asRollcallClient({ link, pin: carol.pin })).toMatchObject({ exitCode: 0 })
    const phone = await estate.baresip(carol)
    await registered(estate, carol)

    await changePassword(carol, 'ganz Neu!')
    expect(await estate.force([carol])).toMatchObject({ done: 1 })
    expect(await asRollcallClient({})).toEqual({ exitCode: 0, events: ['configuration'] })
    expect(await estate.record(carol)).toMatchObject({ clientCount: 1, flags: { forcePending: false } })
    await phone.quit()
    await forgetBindings(carol)
    const restarted = await estate.baresip(carol)
    await registered(estate, carol)
    await restarted.quit()
  })

  test('CD-6: a baresip with an older file is refused after a change; Deploy again mails a link to the new file', async () => {
    await changePassword(bob, 'quite different')
    await bobsPhone.quit()
    await forgetBindings(bob)

    const [atPbx = ''] = addressesOf(bob)
    const refusals = estate.registrar.refusals(atPbx)
    const phone = await estate.baresip(bob)
    await waitUntil(() => estate.registrar.refusals(atPbx) > refusals, { what: 'baresip to be refused' })
    expect(await estate.registrar.registered()).not.toContain(atPbx)
    await phone.quit()

    expect(await estate.deploy([bob])).toMatchObject({ done: 1 })
    await setUpBaresip(estate, bob, 2)
  })

  test('CD-11: a phone whose subscriber was deleted is reset at its next start, and registers no more', async () => {
    const { ada, customer, registrar } = estate
    const { id } = await estate.record(anna)
    await ada.delete(`${customer.path}/subscribers/${id}`).expect(204)
    await annasPhone.quit()
    for (const address of addressesOf(anna)) await registrar.waitForNoBinding(address)

    // The registrar would still take her login: it is the phone that has to forget.
    const mark = registrar.log().length
    await annasPhone.restart()
    await waitUntil(async () => !(await annasPhone.configGet('misc', 'config-uri')), {
      what: 'linphone to take the reset document',
    })
    await annasPhone.restart()
    await annasPhone.quit()
    expect(registrar.log().slice(mark)).not.toMatch(/REQ REGISTER sip:(gw)?1001@/)
    expect(await annasPhone.configText()).not.toMatch(/acme\.test|ha1=\w/)
    const left = await registrar.registered()
    expect(left.filter((address) => addressesOf(anna).includes(address))).toEqual([])
  })

  /** Who called whom, as the registrar saw it. */
  function invitations(): string[] {
    const seen = estate.registrar.log().matchAll(/REQ INVITE (sip:\S+ -> sip:[^\s;]+)/g)
    return [...seen].map(([, fromTo = '']) => fromTo)
  }

  /** Gives a person another password at the PBX, and writes it into their record. @returns the PBX's side of it */
  async function changePassword(person: EstatePerson, password: string) {
    const { ada, customer, registrar } = estate
    const login = digestLogin(domains.pbx, { userName: person.pbx?.userName ?? '', password })
    await registrar.setSubscriber(login)
    const { id } = await estate.record(person)
    await ada.patch(`${customer.path}/subscribers/${id}`, { pbxSipPassword: password }).expect(200)
    return login
  }

  /** As time would: a phone that leaves with the older password cannot take its registration with it. */
  async function forgetBindings(person: EstatePerson): Promise<void> {
    for (const address of addressesOf(person)) await estate.registrar.dropBindings(address)
  }

  function registersWith({ pbx }: EstatePerson, password = ''): Promise<boolean> {
    const { host, sipPort: port } = estate.registrar
    return registerWithSipp({ host, port, user: pbx?.userName ?? '', domain: domains.pbx, password })
  }
})
