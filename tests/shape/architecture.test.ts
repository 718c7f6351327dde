import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, expect, test } from 'vitest'

const rules: IConfiguration = (await import(resolve('.dependency-cruiser.mjs'))).default

type Import = [from: string, to: string]

/** Each rule, and imports that it must refuse. */
const refused: Record<string, Import[]> = {
  'no-cycles': [['src/platform/events/a.ts', 'src/platform/events/b.ts']],
  'imports-resolve': [['src/platform/log/lost.ts', './nowhere.ts']],
  'platform-knows-nothing-above': [
    ['src/platform/log/a.ts', 'src/features/users/index.ts'],
    ['src/platform/log/b.ts', 'src/connectors/kit/index.ts'],
  ],
  'connectors-know-no-feature': [['src/connectors/ldap/a.ts', 'src/features/users/index.ts']],
  'kit-knows-no-connector': [['src/connectors/kit/a.ts', 'src/connectors/ldap/index.ts']],
  'connectors-stand-alone': [['src/connectors/kamailio/a.ts', 'src/connectors/ldap/index.ts']],
  'features-reach-connectors-through-the-kit': [
    ['src/features/telephony/a.ts', 'src/connectors/kamailio/index.ts'],
  ],
  'slices-have-one-door': [
    ['src/features/auth/a.ts', 'src/features/users/store.ts'],
    ['src/features/imports/a.ts', 'src/features/deployment/profiles/store.ts'],
  ],
  'the-program-uses-doors': [['src/cli/a.ts', 'src/features/users/store.ts']],
  'audit-knows-only-lower-slices': [['src/features/audit/a.ts', 'src/features/accounts/index.ts']],
  'accounts-knows-only-lower-slices': [['src/features/accounts/a.ts', 'src/features/operations/index.ts']],
  'operations-knows-only-lower-slices': [['src/features/operations/a.ts', 'src/features/users/index.ts']],
  'users-knows-only-lower-slices': [['src/features/users/a.ts', 'src/features/auth/index.ts']],
  'auth-knows-only-lower-slices': [['src/features/auth/b.ts', 'src/features/deployment/index.ts']],
  'licences-knows-only-lower-slices': [['src/features/licences/a.ts', 'src/features/numbers/index.ts']],
  'numbers-knows-only-lower-slices': [['src/features/numbers/a.ts', 'src/features/telephony/index.ts']],
  'telephony-knows-only-lower-slices': [['src/features/telephony/b.ts', 'src/features/deployment/index.ts']],
  'deployment-knows-only-lower-slices': [
    ['src/features/deployment/links/a.ts', 'src/features/imports/index.ts'],
  ],
  'imports-knows-only-lower-slices': [['src/features/imports/b.ts', 'src/features/directory/index.ts']],
  'portal-knows-only-lower-slices': [['src/features/portal/a.ts', 'src/features/directory/index.ts']],
  'sql-only-in-stores': [
    ['src/features/users/service.ts', 'kysely'],
    ['src/features/users/routes.ts', 'pg'],
  ],
  'one-way-out': [
    ['src/features/users/g.ts', 'node:https'],
    ['src/platform/log/c.ts', 'node:http'],
    ['src/platform/log/d.ts', 'node:tls'],
    ['src/platform/mailer/a.ts', 'node:dns'],
    ['src/features/users/h.ts', 'nodemailer'],
  ],
  'browser-code-imports-shapes-only': [
    ['src/features/users/web/a.ts', 'src/features/users/service.ts'],
    ['src/web/lib/a.ts', 'src/platform/log/log.ts'],
  ],
  'shared-shapes-stay-light': [['src/features/accounts/schema.ts', 'src/platform/log/log.ts']],
  'browser-code-uses-browser-packages': [['src/web/lib/b.ts', 'pino']],
  'browser-code-has-no-node': [['src/web/lib/c.ts', 'node:fs']],
  'only-the-frame-knows-pages': [
    ['src/web/lib/d.ts', 'src/features/users/web/page.ts'],
    ['src/web/components/a.ts', 'src/web/app/frame.ts'],
  ],
  'server-code-has-no-pages': [['src/features/users/b.ts', 'src/features/users/web/page.ts']],
  'nothing-below-the-program': [['src/features/users/c.ts', 'src/cli/main.ts']],
  'product-without-tests': [
    ['src/features/users/d.ts', 'tests/harness/app.ts'],
    ['src/features/users/e.ts', 'src/features/users/people.testing.ts'],
  ],
  'only-the-program-makes-data-up': [['src/features/users/i.ts', 'dev/seed/seed.ts']],
  'server-runs-without-dev-packages': [['src/features/users/f.ts', 'smtp-server']],
}

/** Imports that no rule may refuse. */
const allowed: Import[] = [
  ['src/features/auth/service.ts', 'src/features/users/index.ts'],
  ['src/features/imports/service.ts', 'src/features/deployment/subscribers/fields.ts'],
  ['src/features/deployment/links/service.ts', 'src/features/deployment/profiles/store.ts'],
  ['src/features/users/store.ts', 'kysely'],
  ['src/features/telephony/service.ts', 'src/connectors/kit/index.ts'],
  ['src/features/imports/web/page.ts', 'src/features/deployment/subscribers/fields.ts'],
  ['src/features/users/web/other.ts', 'react'],
  ['src/web/app/frame.ts', 'src/features/users/web/page.ts'],
  ['src/features/users/service.test.ts', 'tests/harness/app.ts'],
  ['src/platform/mailer/layout/layout.ts', 'react-email'],
  ['src/cli/main.ts', 'src/features/users/index.ts'],
  ['src/platform/outbound/exchange.ts', 'node:https'],
  ['src/platform/mailer/mailer.ts', 'nodemailer'],
]

let project: string
let violations: string[]

beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-architecture-')))
  await writeFiles([
    ...Object.values(refused).flat(),
    ...allowed,
    ['src/platform/events/b.ts', 'src/platform/events/a.ts'],
  ])
  await copyFile('package.json', join(project, 'package.json'))
  await Promise.all(
    ['kysely', 'nodemailer', 'pg', 'pino', 'react', 'react-email', 'smtp-server'].map(writePackage),
  )
  const { tsConfig: _, ...options } = rules.options ?? {}
  const { output } = await cruise(
    ['src'],
    { ...options, baseDir: project, validate: true, ruleSet: { forbidden: rules.forbidden } },
    options.enhancedResolveOptions,
  )
  const { summary } = output as ICruiseResult
  violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${packageOr(to)}`)
})

afterAll(() => rm(project, { recursive: true, force: true }))

test('every rule has an import here that it must refuse', () => {
  expect(Object.keys(refused)).toEqual(rules.forbidden?.map(({ name }) => name))
})

test.each(Object.keys(refused))('%s', (rule) => {
  for (const [from, to] of refused[rule] ?? []) {
    expect(violations.filter((violation) => violation.startsWith(`${rule}: ${from} → `))).toEqual([
      `${rule}: ${from} → ${to.replace('node:', '')}`,
    ])
  }
})

test.each(allowed)('%s may import %s', (from, to) => {
  expect(violations.filter((violation) => violation.includes(` ${from} → ${to}`))).toEqual([])
})

/** Writes every file named, each with the imports that start from it. */
async function writeFiles(imports: Import[]): Promise<void> {
  const files = new Map<string, string[]>()
  for (const [from, to] of imports) {
    files.set(from, [...(files.get(from) ?? []), importOf(from, to)])
    if (isOurs(to)) files.set(to, files.get(to) ?? [])
  }
  for (const [path, lines] of files) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), `${lines.join('\n')}\nexport const here = '${path}'\n`)
  }
}

function importOf(from: string, to: string): string {
  const target = isOurs(to) ? relative(dirname(from), to).replace(/^(?!\.)/, './') : to
  return `import '${target}'`
}

/** A path from the top of the project; everything else is a package. */
function isOurs(to: string): boolean {
  return /^(src|tests)\//.test(to)
}

async function writePackage(name: string): Promise<void> {
  const dir = join(project, 'node_modules', name)
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'package.json'), JSON.stringify({ name, main: 'index.js' }))
  await writeFile(join(dir, 'index.js'), '')
}

/** `node_modules/pg/index.js` → `pg` */
function packageOr(path: string): string {
  return path.replace(/^node_modules\/([^/]+)\/.*$/, '$1')
}
