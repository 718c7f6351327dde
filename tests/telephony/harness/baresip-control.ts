import { once } from 'node:events'
import { connect } from 'node:net'
import { waitUntil } from '../../harness/wait-until.ts'

export interface BaresipEvent {
  event: true
  type: string
  accountaor?: string
  peeruri?: string
  param?: string
}

export interface BaresipAnswer {
  response: true
  ok: boolean
  data: string
  token: string
}

/** A client of baresip's `ctrl_tcp` module: JSON in netstrings; each connection gets all events. */
export async function connectBaresipControl(port: number) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')

  const events: BaresipEvent[] = []
  const answers = new Map<string, BaresipAnswer>()
  let unread: Buffer = Buffer.alloc(0)
  let commandCount = 0
  let closed = false

  socket.on('error', () => {})
  socket.once('close', () => {
    closed = true
  })
  socket.on('data', (data) => {
    unread = Buffer.concat([unread, data])
    for (;;) {
      const { message, rest } = firstNetstring(unread)
      if (message === undefined) return
      unread = rest
      const parsed = JSON.parse(message) as BaresipEvent | BaresipAnswer
      if ('event' in parsed) events.push(parsed)
      else answers.set(parsed.token, parsed)
    }
  })

  return {
    async command(command: string, params = ''): Promise<BaresipAnswer> {
      const token = String(++commandCount)
      const json = JSON.stringify({ command, params, token })
      socket.write(`${Buffer.byteLength(json)}:${json},`)
      const what = `baresip to answer ${command}`
      await waitUntil(() => closed || answers.has(token), { what })
      const answer = answers.get(token)
      if (!answer?.ok) throw new Error(`baresip, ${command} ${params}: ${answer?.data ?? 'ended'}`)
      return answer
    },
    async waitForEvent(type: string, timeoutMs = 15_000): Promise<BaresipEvent> {
      const find = () => events.find((event) => event.type === type)
      const found = await waitUntil(find, { timeoutMs, what: `the event ${type} of baresip` })
      events.splice(events.indexOf(found), 1)
      return found
    },
    close: () => socket.destroy(),
  }
}

/** Splits `length:text,` off the front; no message when it has not come whole. */
function firstNetstring(bytes: Buffer): { message?: string; rest: Buffer } {
  const colon = bytes.indexOf(':')
  const end = colon + 1 + Number(bytes.toString('latin1', 0, colon))
  if (colon < 0 || bytes.length <= end) return { rest: bytes }
  return { message: bytes.toString('utf8', colon + 1, end), rest: bytes.subarray(end + 1) }
}
