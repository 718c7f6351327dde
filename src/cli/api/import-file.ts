import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import type { Import, ImportRow } from '#features/imports/schema.ts'
import type { Operation } from '#features/operations/schema.ts'
import { save } from './download.ts'
import { badInput, type ExitCode, exitCodes, tell } from './ends.ts'
import { follow } from './follow.ts'
import { write, writeRecord } from './output.ts'
import { pagesOf } from './pages.ts'
import { isId, type Place } from './place.ts'
import { tableOf } from './table.ts'

export interface ImportChoices {
  /** An earlier plan, instead of a file. */
  plan?: string
  apply?: boolean
  partial?: boolean
  wait: boolean
  /** Where the rows that need correction are written. */
  fixFile?: string
}

const pollMs = 300
const howToGoOn =
  'Nothing was imported. Correct these rows, or give the file again with --partial to import the others.'
/** More problems than this are read in the file that `--fix-file` writes. */
const problemsShown = 50

/**
 * Reads a file into a plan, says what it would do, and applies it when asked to.
 * @param resource `user-imports` or `subscriber-imports` @param fields the options beside the file
 * @returns 6 where rows are faulty, and 2 where nothing was imported because of them
 */
export async function importFile(
  place: Place,
  resource: string,
  file: string | undefined,
  fields: Record<string, string>,
  choices: ImportChoices,
): Promise<ExitCode> {
  const { plan: planId, apply = false, fixFile } = choices
  if ((file === undefined) === (planId === undefined))
    throw badInput('Give a file, or an earlier plan by --plan.')
  if (planId !== undefined && Object.keys(fields).length > 0) {
    throw badInput('An earlier plan keeps its options. Give the file again to choose others.')
  }
  if (planId !== undefined && !isId(planId)) throw badInput('Give the id of a plan, as its import said it.')
  const path = `${place.path}/${resource}`
  const plan = await planned(place, path, planId ?? (await upload(place, path, file as string, fields)).id)
  if (plan.failure !== null) throw badInput(plan.failure)
  const faulty = plan.counts.error + plan.counts.conflict
  if (fixFile !== undefined && faulty > 0) await saveFixFile(place, path, plan.id, fixFile)
  const blocked = faulty > 0 && !plan.options.partial
  if (!apply || blocked) {
    if (place.json) await writeRecord(plan, true)
    else await writePlan(place, path, plan)
    if (!apply) {
      // An earlier plan may have been applied since.
      if (plan.status === 'ready')
        tell(blocked ? howToGoOn : `Nothing is imported yet. Apply it by --plan ${plan.id} --apply.`)
      return faulty > 0 ? exitCodes.inPart : exitCodes.done
    }
    tell(howToGoOn)
    return exitCodes.badInput
  }
  if (!place.json) await writePlan(place, path, plan)
  const operation = await place.service.send<Operation>('POST', `${path}/${plan.id}/application`)
  const ended = await follow(place, operation, choices.wait)
  return ended === exitCodes.done && faulty > 0 ? exitCodes.inPart : ended
}

async function upload(
  place: Place,
  path: string,
  file: string,
  fields: Record<string, string>,
): Promise<Import> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const fromInput = file === '-'
  const content = fromInput ? new Blob([await buffer(process.stdin)]) : await openFile(file)
  // It comes last: the options are read before the rows.
  form.set('file', content, fromInput ? 'standard-input.csv' : basename(file))
  return place.service.upload<Import>(path, form)
}

/** The file, which is read as it is sent. What is no plain file, such as a folder, would only fail while it is. */
async function openFile(file: string): Promise<Blob> {
  try {
    if ((await stat(file)).isFile()) return await openAsBlob(file)
  } catch {
    // Said below.
  }
  throw badInput(`${file} cannot be read. Give a file, or - for standard input.`)
}

/** The plan when it has been read. */
async function planned(place: Place, path: string, id: string): Promise<Import> {
  for (;;) {
    const plan = await place.service.get<Import>(`${path}/${id}`)
    if (plan.status !== 'planning') return plan
    await delay(pollMs)
  }
}

async function writePlan(place: Place, path: string, plan: Import): Promise<void> {
  const counts = Object.entries(plan.counts).map(([verdict, count]) => [verdict, String(count)])
  await write(tableOf(['Verdict', 'Rows'], counts))
  for (const { message } of plan.warnings) tell(message)
  const problems = await problemsOf(place, path, plan)
  if (problems.length === 0) return
  await write(`\n${tableOf(['Line', 'Verdict', 'Field', 'Problem'], problems.slice(0, problemsShown))}`)
  if (problems.length > problemsShown)
    tell(`These are the first ${problemsShown} problems. --fix-file writes all rows with errors.`)
}

/** Problems of rows with errors, then of those in conflict; one more than is shown at most. */
async function problemsOf(place: Place, path: string, { id, counts }: Import): Promise<string[][]> {
  const problems: string[][] = []
  for (const verdict of ['error', 'conflict'] as const) {
    if (counts[verdict] === 0) continue
    for await (const rows of pagesOf<ImportRow>(
      place.service,
      `${path}/${id}/rows`,
      { verdict },
      problemsShown + 1,
    )) {
      for (const row of rows) {
        for (const { field, message } of row.problems)
          problems.push([String(row.line), verdict, field ?? '', message])
      }
    }
  }
  return problems
}

async function saveFixFile(place: Place, path: string, id: string, file: string): Promise<void> {
  await save(await place.service.download('GET', `${path}/${id}/fix-file`), file)
}
