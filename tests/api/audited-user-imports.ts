import type { ApiClient } from '../harness/api-client.ts'
import { aPerson } from '../harness/people.ts'
import { userImportsOf } from '../harness/user-imports.ts'
import type { Act, Customer } from './audited-subscriber-acts.ts'

/** Acts of importing and exporting people. */
export const userImportActs: Record<string, Act> = {
  planUserImport: {
    writes: 'import.planned',
    prepare:
      async ({ ada, customer }) =>
      () =>
        aPlan(ada, customer, 'planned'),
  },
  applyUserImport: {
    writes: 'import.applied',
    // Each person who is added or changed is an event of their own; here nobody is.
    prepare: async ({ app, ada, customer }) => {
      const { id } = await aPerson(app, customer, { email: 'as-they-are@imported.example' })
      const options = { overwrite: 'true' }
      const plan = await userImportsOf(ada, customer).planned(`ID,Role\n${id},User\n`, options)
      return () => userImportsOf(ada, customer).applied(plan)
    },
  },
  undoUserImport: {
    writes: 'import.undone',
    prepare: async ({ ada, customer }) => {
      const plan = await aPlan(ada, customer, 'undone')
      await userImportsOf(ada, customer).applied(plan)
      const added = await ada.get(`${customer.path}/users?search=undone@imported.example`).expect(200)
      // Who was changed since is left as they are.
      await ada.patch(`${customer.path}/users/${added.items[0].id}`, { language: 'fr' }).expect(200)
      return () => userImportsOf(ada, customer).undone(plan)
    },
  },
  cancelUserImport: {
    writes: 'import.cancelled',
    prepare: async ({ ada, customer }) => {
      const { id } = await aPlan(ada, customer, 'cancelled')
      return () => ada.post(`${userImportsOf(ada, customer).path}/${id}/cancellation`).expect(200)
    },
  },
  exportUsers: {
    writes: 'users.exported',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada
          .post(`${customer.path}/user-exports`, { selection: { all: true, filter: {}, except: [] } })
          .expect(200),
  },
}

/** A plan of one person whom nobody mails. */
function aPlan(ada: ApiClient, customer: Customer, name: string) {
  const content = `Name,Email\nImported Person,${name}@imported.example\n`
  return userImportsOf(ada, customer).planned(content, { sendWelcome: 'false' })
}
