import { csvOf } from '#platform/csv/index.ts'
import { lockPeople } from '../../users/index.ts'
import { profileUnknown } from '../errors.ts'
import type { RecordKind } from '../kind.ts'
import { type KeyHash, noKeys, type RowKeys } from '../likeness.ts'
import { importUsers } from '../permissions.ts'
import type { PersonCells } from './cells.ts'
import { personColumns, templateColumns } from './columns.ts'
import { addressIn, type ComparedPerson, comparePeople, type TakenAddresses } from './compare.ts'
import { knownAccounts } from './customers.ts'
import { delicate, tellsDelicate, untoldDelicate } from './delicate.ts'
import { draftPerson, type KnownForPeople } from './draft.ts'
import { type JudgedPerson, judgePeople } from './judge.ts'
import { undoPeople } from './undo.ts'
import { type PersonSnapshot, type PreparedPeople, preparePeople, writePeople } from './writing.ts'

/** The people of an account, or of several customers of a partner (UA-30). */
export const people: RecordKind<
  PersonCells,
  KnownForPeople,
  ComparedPerson,
  TakenAddresses,
  JudgedPerson,
  PreparedPeople,
  PersonSnapshot
> = {
  name: 'users',
  api: { resource: 'user-imports', noun: 'User' },
  eventSubject: 'user-import',
  may: importUsers,
  operations: { apply: 'user-import', undo: 'user-import-undo' },
  columns: personColumns,
  delicate,
  outdatedBecause: 'would be in conflict now, or may not be written any more',
  template: (flavour) => csvOf(example(), templateColumns, flavour),
  async known(platform, tx, { apiKey }, { acrossCustomers }) {
    return {
      accounts: await knownAccounts(platform, tx, acrossCustomers),
      isByKey: Boolean(apiKey),
      inAccount: platform.database.inAccount,
    }
  },
  assertChoosable() {
    throw profileUnknown()
  },
  draft: draftPerson,
  rowKeysOf: (values, hash) => keysOf(values, hash),
  plainKeysOf: (values) => keysOf(values, (...parts) => parts.join(' ')),
  exclusiveKeys: ['emailKey'],
  watch: () => ({ note() {}, findings: () => [] }),
  compare: comparePeople,
  judge: judgePeople,
  countMore: async () => ({}),
  async lock(tx, subjectIds) {
    await lockPeople(tx, subjectIds)
  },
  refuses: (judged, planned) =>
    tellsDelicate(judged) && !tellsDelicate(planned) ? untoldDelicate : undefined,
  prepare: (_judging, rows) => preparePeople(rows),
  write: writePeople,
  undo: undoPeople,
}

/** An address is used once in an account. */
function keysOf({ accountId, email }: PersonCells, hash: KeyHash): RowKeys {
  return { ...noKeys, emailKey: accountId && email ? hash('address', addressIn(accountId, email)) : null }
}

async function* example() {
  yield {
    firstName: 'Anna',
    lastName: 'Kühn',
    email: 'anna.kuehn@example.com',
    role: 'User',
    language: 'de',
    mobile: '+49 171 1234567',
  }
  yield {
    firstName: 'Max',
    lastName: 'Berg',
    email: 'max.berg@example.com',
    role: 'Account Admin',
  }
}
