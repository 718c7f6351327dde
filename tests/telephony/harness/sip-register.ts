import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../../harness/free-port.ts'
import { runProgram } from './program.ts'

/**
 * Tries credentials at a registrar by UDP, with sipp: the cheapest phone there is. A success leaves a binding that
 * lasts 60 seconds.
 * @returns whether the registrar accepted them
 * @throws when it answers neither 200 nor with a refusal
 */
export async function registerWithSipp(registration: {
  host: string
  port: number
  user: string
  password: string
  domain: string
}): Promise<boolean> {
  const { host, port, user, password, domain } = registration
  const folder = await mkdtemp(path.join(tmpdir(), 'sipp-'))
  try {
    await writeFile(path.join(folder, 'register.xml'), scenario)
    const { output } = await runProgram(
      'sipp',
      [
        ...[
          `${host}:${port}`,
          '-sf',
          'register.xml',
          '-m',
          '1',
          '-nostdin',
          '-timeout',
          '10s',
          '-timeout_error',
        ],
        ...['-i', '127.0.0.1', '-p', String(await freePort())],
        ...['-s', user, '-au', user, '-ap', password, '-key', 'domain', domain],
        ...['-trace_msg', '-message_file', 'messages.log'],
      ],
      { cwd: folder },
    )
    const messages = await readFile(path.join(folder, 'messages.log'), 'utf8').catch(() => '')
    const status = [...messages.matchAll(/^SIP\/2\.0 (\d{3})/gm)].at(-1)?.[1]
    if (status === '200') return true
    if (status && /^4(01|03|04|07)$/.test(status)) return false
    throw new Error(`The registrar answered ${status ?? 'nothing'}.\n${output}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const register = (sequence: number, credentials: string) => `
  <send retrans="500"><![CDATA[

      REGISTER sip:[domain] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:[service]@[domain]>;tag=[call_number]
      To: <sip:[service]@[domain]>
      Call-ID: [call_id]
      CSeq: ${sequence} REGISTER
      Contact: <sip:[service]@[local_ip]:[local_port]>;expires=60
      Max-Forwards: 70
      User-Agent: sipp
      ${credentials}Content-Length: 0

  ]]></send>`

const scenario = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="register">${register(1, '')}
  <recv response="401" auth="true"/>${register(2, '[authentication]\n      ')}
  <recv response="200"/>
</scenario>
`
