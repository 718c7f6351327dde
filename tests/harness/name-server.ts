import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What a name server says: texts and mail hosts of names. */
export interface NameServer extends AsyncDisposable {
  /** Its address and port, as a resolver takes it. */
  address: string
  texts: Map<string, string[]>
  mailHosts: Map<string, string[]>
  /** It stays silent. */
  isDown: boolean
}

const types = { MX: 15, TXT: 16 }

/** A name server on 127.0.0.1 (RFC 1035), for one question at a time. */
export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const server: NameServer = {
    address: `127.0.0.1:${socket.address().port}`,
    texts: new Map(),
    mailHosts: new Map(),
    isDown: false,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
  socket.on('message', (query, { port, address }) => {
    if (!server.isDown) socket.send(answerTo(query, server), port, address)
  })
  return server
}

function answerTo(query: Buffer, { texts, mailHosts }: NameServer): Buffer {
  const { name, end } = readName(query, 12)
  const type = query.readUInt16BE(end)
  const data =
    type === types.TXT
      ? (texts.get(name) ?? []).map(textData)
      : (type === types.MX ? (mailHosts.get(name) ?? []) : []).map(mailData)
  const isKnown = texts.has(name) || mailHosts.has(name)
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | (isKnown ? 0 : 3), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(data.length, 6)
  header.writeUInt32BE(0, 8)
  const question = query.subarray(12, end + 4)
  return Buffer.concat([header, question, ...data.map((each) => recordOf(type, each))])
}

function readName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = []
  let at = start
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function recordOf(type: number, data: Buffer): Buffer {
  // The name is that of the question, which stands at byte 12.
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, 0])
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

const textData = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')])

const mailData = (host: string) =>
  Buffer.concat([
    Buffer.from([0, 10]),
    ...host
      .split('.')
      .filter(Boolean)
      .map((label) => textData(label)),
    Buffer.from([0]),
  ])
