import { once } from 'node:events'
import { connect } from 'node:net'

export interface LinphoneControl {
  /** Sends one command and returns the whole answer, which begins with `Status: Ok` or `Status: Error`. */
  ask(command: string): Promise<string>
}

/** A client of linphone-daemon's Unix socket. The daemon takes one connection at a time: keep it. */
export async function connectLinphoneControl(pipe: string): Promise<LinphoneControl> {
  const connection = connect(pipe)
  await once(connection, 'connect')

  let closed = false
  let unread = ''
  let hear = () => {}
  connection.on('data', (data) => {
    unread += data
    hear()
  })
  connection.on('error', () => {})
  connection.once('close', () => {
    closed = true
    hear()
  })

  /** Sends a line and waits until what was received since satisfies `isWhole`, or the daemon is gone. */
  function exchange(line: string, isWhole: (text: string) => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`linphone does not answer ${line}.`)), 10_000)
      hear = () => {
        if (!closed && !isWhole(unread)) return
        clearTimeout(impatience)
        hear = () => {}
        resolve(unread)
      }
      if (closed) return hear()
      connection.write(`${line}\n`)
    })
  }

  async function askNow(command: string): Promise<string> {
    unread = ''
    // Nothing marks the end of an answer, so `version`, whose answer is known, is asked after it; not together with it,
    // since the daemon takes all that it can read for one command.
    await exchange(command, (text) => text.length > 0)
    const text = await exchange('version', (text) => versionAnswer.test(text))
    return text.replace(versionAnswer, '').trim()
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    ask(command) {
      const answer = last.then(() => askNow(command))
      last = answer.catch(() => {})
      return answer
    },
  }
}

const versionAnswer = /Status: Ok\n\nVersion: .*\n$/
