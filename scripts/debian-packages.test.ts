import { expect, test } from 'vitest'
import { ensureDebianPackages, type Machine } from './debian-packages.ts'

interface Given {
  installed?: string[]
  mayInstall?: boolean
  /** What apt-get answers to its first word; 0 unless given. */
  exitCodes?: Record<string, number>
}

function machine({ installed = [], mayInstall = true, exitCodes = {} }: Given) {
  const calls: string[] = []
  let quiet = false
  const given: Machine = {
    missing: async (packages) => packages.filter((name) => !installed.includes(name)),
    mayInstall: async () => mayInstall,
    async aptGet([verb = '', ...rest], log) {
      calls.push(`${quiet ? 'quietly ' : ''}${[verb, ...rest].join(' ')}`)
      log.push(`apt-get ${verb} was here\n`)
      return exitCodes[verb] ?? 0
    },
    async quietly(work) {
      quiet = true
      const outcome = await work()
      quiet = false
      return outcome
    },
  }
  return { given, calls }
}

test('what is installed is available, and apt-get is left alone', async () => {
  const { given, calls } = machine({ installed: ['chromium', 'chromium-headless-shell', 'fonts-liberation'] })
  expect(await ensureDebianPackages('browser', given)).toEqual({ available: true })
  expect(calls).toEqual([])
})

test('only what is missing is installed, and no daemon may start meanwhile', async () => {
  const { given, calls } = machine({ installed: ['chromium', 'chromium-headless-shell'] })
  expect(await ensureDebianPackages('browser', given)).toEqual({ available: true })
  expect(calls).toEqual(['quietly update', 'quietly install -y --no-install-recommends fonts-liberation'])
})

test('who may not install is told the command', async () => {
  const { given, calls } = machine({ installed: ['chromium', 'chromium-headless-shell'], mayInstall: false })
  expect(await ensureDebianPackages('browser', given)).toEqual({
    available: false,
    reason: 'Install these packages as root: apt-get install fonts-liberation',
  })
  expect(calls).toEqual([])
})

test('a machine without dpkg is told what is needed', async () => {
  const { given } = machine({})
  given.missing = async () => undefined
  expect(await ensureDebianPackages('postgres15', given)).toEqual({
    available: false,
    reason: 'This is not a Debian machine; postgres15 needs postgresql-15.',
  })
})

test('an installation that fails shows what apt-get printed', async () => {
  const { given } = machine({ exitCodes: { install: 100 } })
  const outcome = await ensureDebianPackages('spreadsheet', given)
  expect(outcome).toMatchObject({
    available: false,
    reason: expect.stringContaining('apt-get install was here'),
  })
})

test('package lists that cannot be fetched do not stop the installation', async () => {
  const { given, calls } = machine({ exitCodes: { update: 100 } })
  expect(await ensureDebianPackages('spreadsheet', given)).toEqual({ available: true })
  expect(calls.at(-1)).toContain('libreoffice-calc')
})
