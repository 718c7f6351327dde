import { lockSubscribers, type Snapshot } from '../../deployment/index.ts'
import { profileUnknown, untoldReset } from '../errors.ts'
import type { RecordKind } from '../kind.ts'
import { importSubscribers } from '../permissions.ts'
import type { SubscriberCells } from '../reading/cells.ts'
import { columnOf, columns, type FieldName } from '../reading/columns.ts'
import { recogniseHeader } from '../reading/header.ts'
import { watchInternationalPrefixes } from '../reading/international-prefixes.ts'
import { watchDeploymentPins } from '../reading/pins.ts'
import { draftSubscriber } from './draft.ts'
import {
  type ComparedSubscriber,
  compareSubscribers,
  type JudgedSubscriber,
  judgeSubscribers,
} from './judge.ts'
import { type KnownProfiles, profilesForJudging } from './profiles.ts'
import { resetCounts } from './resets.ts'
import { accountKeysOf, rowKeysOf } from './row-keys.ts'
import { tellsReset } from './row-rules.ts'
import type { Likenesses } from './sharing.ts'
import { templateCsv } from './subscribers-csv.ts'
import { undoSubscribers } from './undo.ts'
import { type PreparedSubscribers, prepareSubscribers, writeSubscribers } from './writing.ts'

/** Subscribers of client deployment (CD-10, MU-1 to MU-11). */
export const subscribers: RecordKind<
  SubscriberCells,
  KnownProfiles,
  ComparedSubscriber,
  Likenesses,
  JudgedSubscriber,
  PreparedSubscribers,
  Snapshot
> = {
  name: 'subscribers',
  api: { resource: 'subscriber-imports', noun: 'Subscriber' },
  eventSubject: 'import',
  may: importSubscribers,
  operations: { apply: 'subscriber-import', undo: 'subscriber-import-undo' },
  columns: {
    recognise: recogniseHeader,
    columnOf: (field) => columnOf(field as FieldName),
    isImported: (field) => columns.some((column) => column.field === field && column.imported),
    example: 'First name, Last name, E-mail address, Directory number',
  },
  outdatedBecause: 'would be in conflict now, or reset softphones that were set up in between',
  template: templateCsv,
  known: (_platform, tx) => profilesForJudging(tx),
  assertChoosable({ profiles }, profileId) {
    if (!profiles.some((profile) => profile.profileId === profileId)) throw profileUnknown()
  },
  draft: draftSubscriber,
  rowKeysOf,
  plainKeysOf: accountKeysOf,
  exclusiveKeys: ['pbxAccountKey', 'clientServiceKey'],
  watch() {
    const pins = watchDeploymentPins()
    const prefixes = watchInternationalPrefixes()
    return {
      note(line, values) {
        if (values.deploymentPin) pins.note(line, values.deploymentPin)
        prefixes.note(line, values)
      },
      findings: () => [...pins.findings(), ...prefixes.findings()],
    }
  },
  compare: compareSubscribers,
  judge: judgeSubscribers,
  countMore: resetCounts,
  async lock(tx, subjectIds) {
    await lockSubscribers(tx, subjectIds)
  },
  // MU-10: softphones that were set up since are not reset by an admin who was told of none.
  refuses: (judged, planned) => (tellsReset(judged) && !tellsReset(planned) ? untoldReset : undefined),
  prepare: prepareSubscribers,
  write: (platform, tx, { importer }, prepared) => writeSubscribers(platform, tx, importer, prepared),
  undo: undoSubscribers,
}
