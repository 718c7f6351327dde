import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, ownUrlIn, useLink } from '#tests/harness/phones.ts'

export const annasPin = '90817263'

/**
 * A customer with people in the states that an admin has to deal with: Anna, whose softphone is in use in two copies and outdated; Bob,
 * who typed too many wrong PINs; Elif, whose mail is refused; Carol and Dan, who are new. A day has passed, so whoever looks at them has
 * signed in afterwards (`admin`).
 */
export async function anEstate(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const anna = await aSubscriber(ada, customer, {
    deploymentPin: annasPin,
    clientServiceHost: 'cs.acme.example',
    clientServiceUserName: 'anna',
  })
  const phone = await aPhone(app, await aLink(app, ada, customer, anna.id), {
    client: 'generic',
    pin: annasPin,
  })
  const bob = await aSubscriber(ada, customer, { ...named('Bob', 'Stone'), deploymentPin: '55512345' })
  const bobsLink = await aLink(app, ada, customer, bob.id)
  for (let tries = 0; tries < 5; tries++) await useLink(app, bobsLink, { client: 'generic', pin: '0000' })
  app.mail.refuse((address) => (address.startsWith('elif') ? 550 : undefined))
  const elif = await aSubscriber(ada, customer, named('Elif', 'Aydin'))
  await deployTo(ada, customer, [elif.id])
  const carol = await aSubscriber(ada, customer, named('Carol', 'Diaz'))
  const dan = await aSubscriber(ada, customer, named('Dan', 'Ek'))
  await useTwice(app, phone.url)
  const admin = await app.ada()
  await admin
    .patch(`${customer.path}/deployment-profiles/${customer.profileId}`, { refreshHours: 12 })
    .expect(200)
  return { admin, customer, anna, bob, bobsLink, carol, dan }
}

/** Uses the URL of a softphone on two devices: after the newer credential was used, the older one comes again. */
async function useTwice(app: TestApp, url: string): Promise<void> {
  await fetchAsPhone(url)
  app.clock.advance({ hours: 25 })
  const second = ownUrlIn((await fetchAsPhone(url)).text)
  await fetchAsPhone(second)
  await fetchAsPhone(url)
}

function named(firstName: string, lastName: string) {
  return { firstName, lastName, email: `${firstName.toLowerCase()}@acme.example` }
}
