/**
 * `npm run bench [name…]`: runs benchmarks and prints their figures; ends with 1 where a bar was missed. Starts everything that it needs, on
 * free ports. `--people 20000` for a smaller seed, `--folder <path>` for where the database is kept between runs, `--list` for the names.
 */
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, isMet } from '../bench/harness/bench.ts'
import { openGround } from '../bench/harness/ground.ts'
import { machineLine, tableOf } from '../bench/harness/report.ts'

process.chdir(join(import.meta.dirname, '..'))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: join(tmpdir(), 'rollcall-bench') },
    list: { type: 'boolean', default: false },
  },
})
const benches = await benchesNamed(positionals)
if (values.list) console.log(benches.map(({ name, what }) => `${name.padEnd(14)} ${what}`).join('\n'))
else process.exitCode = (await run(benches)) ? 0 : 1

async function benchesNamed(names: string[]): Promise<Bench[]> {
  const known = readdirSync('bench')
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replace('.ts', ''))
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}; there are ${known.join(', ')}.`)
    process.exit(1)
  }
  const wanted = names.length > 0 ? names : known
  return Promise.all(wanted.map(async (name) => (await import(`../bench/${name}.ts`)).bench as Bench))
}

/** @returns whether every bar was kept */
async function run(benches: Bench[]): Promise<boolean> {
  const ground = await openGround({
    folder: values.folder,
    people: Number(values.people),
    tell: (line) => console.error(line),
  })
  let allMet = true
  try {
    for (const bench of benches) {
      console.error(`${bench.name} …`)
      const machine = machineLine(await ground.postgresVersion())
      const figures = await bench.run(ground)
      allMet &&= figures.every((figure) => isMet(figure) !== false)
      console.log(`\n${tableOf(bench, figures)}\n\n${machine}`)
    }
  } finally {
    await ground.close()
  }
  return allMet
}
