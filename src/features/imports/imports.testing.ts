import type { ApiClient } from '#tests/harness/api-client.ts'
import { type aCustomer, finished } from '#tests/harness/people.ts'

export type Customer = Awaited<ReturnType<typeof aCustomer>>
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
export type Json = any

export const header = 'First name,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
export const people = [
  'Anna,Kühn,anna@acme.example,pbx.acme.example,1001,s3cret-Anna',
  'Bob,"O""Brien, <x>",bob@acme.example,pbx.acme.example,1002,s3cret-Bob',
  'Carol,Díaz,carol@acme.example,pbx.acme.example,1003,s3cret-Carol',
]
export const csv = (lines: string[], columns = header) => [columns, ...lines, ''].join('\n')
export const codes = (row: Json) => row.problems.map((problem: { code: string }) => problem.code)

export type Imports = ReturnType<typeof importsOf>

/** Imports as an admin makes them. */
export function importsOf(admin: ApiClient) {
  const plan = (customer: Customer, content: string | Buffer, options: Record<string, string> = {}) =>
    admin.upload(`${customer.path}/subscriber-imports`, { name: 'people.csv', content }, options)
  return {
    plan,
    /** Plans with the customer's deploying profile, which is stand-alone. */
    planned(
      customer: Customer,
      content: string | Buffer,
      options: Record<string, string> = {},
    ): Promise<Json> {
      return plan(customer, content, { profileId: customer.profileId, ...options }).expect(201)
    },
    async applied(customer: Customer, { id }: { id: string }): Promise<Json> {
      const operation = await admin.post(`${customer.path}/subscriber-imports/${id}/application`).expect(202)
      return finished(admin, customer, operation.id)
    },
    async rows(customer: Customer, { id }: { id: string }, query = ''): Promise<Json[]> {
      const path = `${customer.path}/subscriber-imports/${id}/rows?limit=500${query}`
      return (await admin.get(path).expect(200)).items
    },
    async subscribers(customer: Customer): Promise<Json[]> {
      return (await admin.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
    },
  }
}
