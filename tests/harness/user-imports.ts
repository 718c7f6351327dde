import type { ApiClient } from './api-client.ts'
import { finished } from './people.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
type Json = any

/** The first line of a file of people as other programs write it. */
export const peopleHeader = 'FIRST NAME,LAST NAME,EMAIL,ROLE'

/** A file of these lines. */
export const peopleCsv = (lines: string[], header = peopleHeader) => [header, ...lines, ''].join('\n')

/** Imports of people as somebody makes them in an account. */
export function userImportsOf(admin: ApiClient, account: { id: string }) {
  const customer = { path: `/accounts/${account.id}` }
  const path = `${customer.path}/user-imports`
  const ended = async (operation: Json): Promise<Json> => finished(admin, customer, operation.id)
  const upload = (content: string | Buffer, options: Record<string, string> = {}) =>
    admin.upload(path, { name: 'people.csv', content }, options)
  return {
    path,
    upload,
    planned: (content: string | Buffer, options: Record<string, string> = {}): Promise<Json> =>
      upload(content, options).expect(201),
    read: ({ id }: Json): Promise<Json> => admin.get(`${path}/${id}`).expect(200),
    async rows({ id }: Json, query = ''): Promise<Json[]> {
      return (await admin.get(`${path}/${id}/rows?limit=500${query}`).expect(200)).items
    },
    corrected: ({ id }: Json, row: number, cells: Json): Promise<Json> =>
      admin.patch(`${path}/${id}/rows/${row}`, { cells }).expect(200),
    async applied({ id }: Json): Promise<Json> {
      return ended(await admin.post(`${path}/${id}/application`).expect(202))
    },
    async undone({ id }: Json): Promise<Json> {
      return ended(await admin.delete(`${path}/${id}/application`).expect(202))
    },
    async items({ id }: Json): Promise<Json[]> {
      return (await admin.get(`${customer.path}/operations/${id}/items?limit=500`).expect(200)).items
    },
    /** Everybody of the account, by name. */
    async people(): Promise<Json[]> {
      return (await admin.get(`${customer.path}/users?limit=500`).expect(200)).items
    },
  }
}
