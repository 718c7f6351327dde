/**
 * `npm run screens`: starts the built program with named people, opens its main pages in both sizes and colour schemes, and writes what
 * it sees to `docs/screens`, with an index.
 */
import { type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { exampleAccount } from '#dev/simulators/twilio/example.ts'
import { startTwilioSimulator } from '#dev/simulators/twilio/simulator.ts'
import { type ApiClient, openApiClient } from '#tests/harness/api-client.ts'
import { browserOptions } from '#tests/harness/browser.ts'
import { freePort } from '#tests/harness/free-port.ts'
import { startSmtpSink } from '#tests/harness/smtp-sink.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { ensureDebianPackages } from './debian-packages.ts'
import { isBuilt } from './freshness.ts'
import { peopleIn } from './screens/people.ts'
import type { Scene } from './screens/scene.ts'
import { scenes } from './screens/scenes.ts'

const ada = { email: 'ada@northwind.example', password: 'correct horse battery staple' }
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const
const target = 'docs/screens'

process.chdir(join(import.meta.dirname, '..'))
const browserReady = await ensureDebianPackages('browser')
if (!browserReady.available) throw new Error(browserReady.reason)
if (!isBuilt()) spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' })
const data = await mkdtemp(join(tmpdir(), 'rollcall-screens-'))
const mail = await startSmtpSink()
const twilio = await startTwilioSimulator({ port: 0, accounts: [exampleAccount] })
const env = {
  ...process.env,
  ROLLCALL_DATA_DIR: data,
  ROLLCALL_PORT: String(await freePort()),
  ROLLCALL_REDIRECT_PORT: String(await freePort()),
  ROLLCALL_SMTP_URL: mail.url,
  ROLLCALL_OUTBOUND_ALLOW: '127.0.0.1',
  ROLLCALL_ADMIN_EMAIL: ada.email,
  ROLLCALL_ADMIN_PASSWORD: ada.password,
}
const stdio: StdioOptions = ['ignore', 'pipe', 'inherit']
let program = spawn(process.execPath, ['dist/rollcall.js', 'start'], { stdio, env })
try {
  await takeAll(await originOf())
} finally {
  await end()
  await mail.stop()
  await twilio.stop()
  await rm(data, { recursive: true, force: true })
}

/** Waits until the program says where it is. */
async function originOf(): Promise<string> {
  let printed = ''
  program.stdout?.on('data', (text) => {
    printed += text
  })
  return waitUntil(() => /Sign in\s+(http\S+)/.exec(printed)?.[1], {
    timeoutMs: 60_000,
    what: 'the program to say where to sign in',
  })
}

async function end(): Promise<void> {
  const ended = new Promise((resolve) => program.once('exit', resolve))
  program.kill()
  await ended
}

/**
 * Adds Olga to an account at the shell, for which the program has to make room: the embedded database is its own.
 * @returns the link with which she sets a password
 */
async function addOlga(accountId: string): Promise<string> {
  await end()
  const olga = ['--email', 'olga.oster@alpenhof.example', '--first-name', 'Olga', '--last-name', 'Oster']
  const command = ['dist/rollcall.js', 'admin', 'add-admin', accountId, ...olga]
  const { stdout } = spawnSync(process.execPath, command, { env, encoding: 'utf8' })
  program = spawn(process.execPath, ['dist/rollcall.js', 'start'], { stdio, env })
  await originOf()
  return /http\S+\/setup\/\S+/.exec(stdout)?.[0] ?? ''
}

async function takeAll(origin: string): Promise<void> {
  const admin = openApiClient(origin)
  await admin.post('/sessions', ada).expect(201)
  const people = await peopleIn(origin, admin, mail, twilio.origin, addOlga)
  await mkdir(target, { recursive: true })
  for (const file of await readdir(target)) if (file.endsWith('.png')) await rm(join(target, file))
  const browser = await chromium.launch(browserOptions)
  try {
    for (const scene of scenes) await takeScene(browser, scene)
  } finally {
    await browser.close()
  }
  await writeFile(join(target, 'README.md'), index())

  async function takeScene(browser: Browser, scene: Scene): Promise<void> {
    for (const size of scene.sizes) {
      for (const colorScheme of schemes) {
        const context = await browser.newContext({
          baseURL: origin,
          viewport: sizes[size],
          colorScheme,
          locale: 'en-GB',
          reducedMotion: 'reduce',
          ...(size === 'phone' && scene.userAgent ? { userAgent: scene.userAgent } : {}),
        })
        const looking = scene.signedIn === 'owner' ? people.owner : admin
        if (scene.signedIn) await context.addCookies([sessionCookie(looking)])
        const page = await context.newPage()
        await scene.open(page, people)
        await settle(page)
        await page.screenshot({ path: join(target, `${scene.name}-${size}-${colorScheme}.png`) })
        await context.close()
      }
    }
  }

  function sessionCookie(looking: ApiClient) {
    const [name = '', value = ''] = looking.cookie().split(/[=;]/)
    return { name, value, url: origin }
  }
}

/** Fonts and lists come after the page itself. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

function index(): string {
  const image = (scene: Scene, size: string, scheme: string) =>
    `[${size}, ${scheme}](${scene.name}-${size}-${scheme}.png)`
  const rows = scenes.map((scene) => {
    const shots = scene.sizes.flatMap((size) => schemes.map((scheme) => image(scene, size, scheme)))
    return `| ${scene.title} | ${shots.join(' · ')} |`
  })
  return [
    '# Screens',
    '',
    'What the main pages look like: 1440 px and 390 px wide, light and dark. Made by `npm run screens` from a program that was started for',
    'them; all people are invented.',
    '',
    '| Page | Pictures |',
    '|---|---|',
    ...rows,
    '',
    '![Manage, with a timeline beside the list](timeline-wide-light.png)',
    '',
  ].join('\n')
}
