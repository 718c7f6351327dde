import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../http/field-messages.ts'
import { isAllowEntry } from '../outbound/index.ts'
import { isTrustOfProxies, readTrustOfProxies } from './trust-of-proxies.ts'

const port = z.coerce.number().int().min(0).max(65535)
const origin = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((value) => new URL(value).origin === value.replace(/\/$/, ''), {
    message: 'give scheme, host and port only, as in https://rollcall.example.com',
  })
  .transform((value) => new URL(value).origin)

// Not z.url(): a database on a Unix socket has no host, as in postgres://user:password@/rollcall?host=/run/postgresql.
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, 'give a URL such as postgres://user:password@host:5432/rollcall')

const outboundAllow = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .refine((entries) => entries.every(isAllowEntry), {
    message: 'give host names, addresses or networks, as in pbx.example.com, 10.1.2.3, 10.0.0.0/8',
  })

const trustOfProxies = z.string().refine(isTrustOfProxies, {
  message:
    'give true, false, a number of proxies such as 2, or addresses and networks with commas between, as in 10.1.2.3, 10.0.0.0/8',
})

/** Every setting of the program. The names are public: see docs/operations.md. */
const Environment = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  ROLLCALL_DATA_DIR: z.string().min(1).optional(),
  ROLLCALL_HOST: z.string().min(1).default('127.0.0.1'),
  ROLLCALL_PORT: port.default(7070),
  ROLLCALL_REDIRECT_PORT: port.default(7071),
  ROLLCALL_WORKER_PORT: port.optional(),
  ROLLCALL_PUBLIC_ORIGIN: origin.optional(),
  ROLLCALL_REDIRECT_ORIGIN: origin.optional(),
  ROLLCALL_REDIRECT_SECRET: z.string().min(16, 'give at least 16 characters').optional(),
  ROLLCALL_SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'give smtp:// or smtps:// and a host, as in smtps://user:password@mail.example.com:465',
    })
    .optional(),
  ROLLCALL_MAIL_FROM: z.string().min(3).default('Rollcall <rollcall@localhost>'),
  ROLLCALL_MASTER_KEY_FILE: z.string().min(1).optional(),
  ROLLCALL_TRUST_PROXY: trustOfProxies.transform(readTrustOfProxies).default(false),
  ROLLCALL_TLS_CERT: z.string().min(1).optional(),
  ROLLCALL_TLS_KEY: z.string().min(1).optional(),
  ROLLCALL_ADMIN_EMAIL: z.email().optional(),
  ROLLCALL_ADMIN_PASSWORD: z.string().min(8, 'give at least 8 characters').optional(),
  ROLLCALL_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  ROLLCALL_OUTBOUND_ALLOW: outboundAllow.default([]),
  ROLLCALL_URL: z.string().optional(),
  ROLLCALL_API_KEY: z.string().optional(),
})

export interface Config {
  /** The runtime role's URL; absent = the embedded database. */
  databaseUrl: string | undefined
  /** The owner's URL, for migrations; absent = `databaseUrl`. */
  databaseOwnerUrl: string | undefined
  dataDir: string
  host: string
  port: number
  redirectPort: number
  /** Absent: a worker of its own listens nowhere. */
  workerPort: number | undefined
  publicOrigin: string | undefined
  redirectOrigin: string | undefined
  redirectSecret: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  masterKeyFile: string
  /** How many proxies in a row are believed, 1 for `true`, or the addresses and networks of those that are. */
  trustProxy: boolean | number | string
  tls: { certificateFile: string; keyFile: string } | undefined
  admin: { email: string; password: string } | undefined
  /** Absent: `info` for services, `warn` for `rollcall start` at a terminal. */
  logLevel: string | undefined
  /** What the server may send requests to although it is not public: see `isAllowEntry`. */
  outboundAllow: string[]
}

/** A setting that the program cannot start with. The message is a sentence for the operator. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the settings from environment variables.
 * @throws ConfigError naming the variable, when a value is bad or a `ROLLCALL_` name is unknown (a typing error would
 * otherwise silently leave a default in force).
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('ROLLCALL_') && !(name in Environment.shape),
  )
  if (unknown.length > 0) {
    throw new ConfigError(
      `Unknown setting ${unknown.join(', ')}. Correct or remove it; docs/operations.md lists the settings.`,
    )
  }
  // An empty variable is how shells and unit files say "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given, { error: messageOf })
  if (!parsed.success) throw cannotBeUsed(parsed.error.issues[0])
  const env = parsed.data
  requireBoth(env, 'ROLLCALL_TLS_CERT', 'ROLLCALL_TLS_KEY')
  requireBoth(env, 'ROLLCALL_ADMIN_EMAIL', 'ROLLCALL_ADMIN_PASSWORD')
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL) {
    throw new ConfigError(
      'DATABASE_OWNER_URL is set but DATABASE_URL is not. Set both, or neither for the embedded database.',
    )
  }
  const dataDir = env.ROLLCALL_DATA_DIR ?? defaultDataDir()
  return {
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl: env.DATABASE_OWNER_URL,
    dataDir,
    host: env.ROLLCALL_HOST,
    port: env.ROLLCALL_PORT,
    redirectPort: env.ROLLCALL_REDIRECT_PORT,
    workerPort: env.ROLLCALL_WORKER_PORT,
    publicOrigin: env.ROLLCALL_PUBLIC_ORIGIN,
    redirectOrigin: env.ROLLCALL_REDIRECT_ORIGIN,
    redirectSecret: env.ROLLCALL_REDIRECT_SECRET,
    smtpUrl: env.ROLLCALL_SMTP_URL,
    mailFrom: env.ROLLCALL_MAIL_FROM,
    masterKeyFile: env.ROLLCALL_MASTER_KEY_FILE ?? join(dataDir, 'keys', 'master-key'),
    trustProxy: env.ROLLCALL_TRUST_PROXY,
    tls:
      env.ROLLCALL_TLS_CERT && env.ROLLCALL_TLS_KEY
        ? { certificateFile: env.ROLLCALL_TLS_CERT, keyFile: env.ROLLCALL_TLS_KEY }
        : undefined,
    admin:
      env.ROLLCALL_ADMIN_EMAIL && env.ROLLCALL_ADMIN_PASSWORD
        ? { email: env.ROLLCALL_ADMIN_EMAIL, password: env.ROLLCALL_ADMIN_PASSWORD }
        : undefined,
    logLevel: env.ROLLCALL_LOG_LEVEL,
    outboundAllow: env.ROLLCALL_OUTBOUND_ALLOW,
  }
}

/** One sentence, whether or not what is wrong is a whole one. */
function cannotBeUsed(issue: z.core.$ZodIssue | undefined): ConfigError {
  const [first = '', ...rest] = (issue?.message ?? '').replace(/\.$/, '')
  return new ConfigError(`${issue?.path.join('.')} cannot be used: ${first.toLowerCase()}${rest.join('')}.`)
}

function requireBoth<T extends object>(env: T, first: keyof T & string, second: keyof T & string): void {
  if (Boolean(env[first]) !== Boolean(env[second])) {
    const [set, missing] = env[first] ? [first, second] : [second, first]
    throw new ConfigError(`${set} is set but ${missing} is not. Set both, or neither.`)
  }
}

/** As root a state directory that the database's own OS user can reach, else the person's own. */
function defaultDataDir(): string {
  if (process.getuid?.() === 0) return '/var/lib/rollcall'
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'rollcall')
}
