import { Command, InvalidArgumentError } from 'commander'
import { accountsCalled, everyAccount, type FoundAccount } from '#features/accounts/index.ts'
import { type ChainReport, type Noted, verifyChain } from '#features/audit/index.ts'
import { readConfig } from '#platform/config/config.ts'
import { createLog } from '#platform/log/log.ts'
import type { Platform } from '#platform/platform.ts'
import { assertMasterKeyFits } from '#platform/secrets/index.ts'
import { openOrStartDatabase } from './database.ts'
import { buildPlatform } from './wire.ts'

/** `rollcall audit`: what the operator asks of the event history. */
export function auditCommand(): Command {
  const audit = new Command('audit').description('the event history: prove that nobody has changed it')
  audit
    .command('verify')
    .description('check the chain of hashes over the events of every account')
    .option('--account <account>', 'only this one: its id, or its whole name in whatever case')
    .option('--expect <position:hash>', 'the chain must still hold this seal, noted down earlier', noted)
    .option('--json', 'print a line of JSON for each account', false)
    .addHelpText('after', verifyHelp)
    .action(verify)
  return audit
}

const verifyHelp = `
It changes nothing and may be run while Rollcall works, where the database is your own (DATABASE_URL). It ends with 1 when it finds a fault, and names
the first one of each account: changed, missing, inserted, reordered, or cut at the end. That the end was cut off is only found with --expect: note
down the head of a chain, somewhere else, each time you verify it.

Examples:
  rollcall audit verify
  rollcall audit verify --account Acme --expect 1204:5f0c…`

interface VerifyOptions {
  account?: string
  expect?: Noted
  json: boolean
}

interface Verified extends ChainReport {
  account: FoundAccount
}

async function verify({ account, expect, json }: VerifyOptions, command: Command): Promise<void> {
  if (expect && account === undefined)
    command.error('error: --expect is of one account: name it by --account.')
  await atDatabase(async (platform) => {
    const accounts =
      account === undefined ? await everyAccount(platform) : await accountsCalled(platform, account)
    if (expect && accounts.length > 1) command.error('error: several accounts have this name: give the id.')
    const verified: Verified[] = []
    for (const one of accounts) {
      const report = { account: one, ...(await verifyChain(platform, one.accountId, expect)) }
      verified.push(report)
      if (json) console.log(asJson(report))
    }
    if (!json) console.log(asTable(verified))
    if (verified.some(({ fault }) => fault !== null)) process.exitCode = 1
  })
}

function asJson({ account: { accountId, name }, ...report }: Verified): string {
  return JSON.stringify({ accountId, name, ...report })
}

function asTable(verified: Verified[]): string {
  const rows = verified.map(({ account, events, sealed, unsealed, head }) => [
    account.name,
    account.accountId,
    String(events),
    String(sealed),
    String(unsealed),
    head ? `${head.position}:${head.hash}` : 'none',
  ])
  const all = [
    ['Account', 'ID', 'Events', 'Sealed', 'To be sealed', 'Head, to be noted down elsewhere'],
    ...rows,
  ]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, '', ...sentences(verified)].join('\n')
}

function sentences(verified: Verified[]): string[] {
  const waiting = verified.flatMap(({ account, unsealed, unsealedSince }) =>
    unsealedSince === null
      ? []
      : [
          `${account.name}: ${unsealed} to be sealed by a worker, the first since ${unsealedSince.toISOString()}.`,
        ],
  )
  const faults = verified.flatMap(({ account, fault }) =>
    fault ? [`${account.name}: ${inWords(fault)}`] : [],
  )
  if (faults.length === 0) return [...waiting, 'Every seal fits.']
  const all = faults.length === verified.length && verified.every(({ fault }) => fault?.position === 1)
  return [...waiting, ...faults, ...(all ? [wrongKey] : [])]
}

const wrongKey = 'No chain fits from its first seal on: perhaps this is not the master key that sealed them.'

function inWords({ kind, position, eventId, message }: NonNullable<ChainReport['fault']>): string {
  const where = position === null ? '' : ` at ${position}`
  return `${kind}${where}${eventId === null ? '' : ` (event ${eventId})`}. ${message}`
}

function noted(given: string): Noted {
  const [, position, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(given.trim()) ?? []
  if (position === undefined || hash === undefined) {
    throw new InvalidArgumentError('Give position and hash as they were printed: 1204:5f0c… with 64 digits.')
  }
  return { position: Number(position), hash: hash.toLowerCase() }
}

/** Looks at the database as it is: with another master key than the one it was filled under nothing is verified. */
async function atDatabase(act: (platform: Platform) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel ?? 'warn' })
  const database = await openOrStartDatabase(config, log)
  try {
    const platform = await buildPlatform({ config, log, databaseUrl: database.runtimeUrl })
    try {
      await assertMasterKeyFits(platform.database, platform.masterKey)
      await act(platform)
    } finally {
      await platform.database.close()
    }
  } finally {
    await database.stop()
  }
}
