import { createInterface } from 'node:readline'
import { startChild } from './child.ts'
import { DemoRefusal } from './options.ts'
import { environmentWithoutSettings, programFile } from './program.ts'

/** What `rollcall client --json` prints. */
interface ClientEvent {
  event: 'ticket' | 'configuration' | 'unchanged' | 'due' | 'reset' | 'unreachable' | 'ended'
  forced?: boolean
  message?: string
}

/**
 * Starts the reference client with a link, and answers when it has its configuration. It goes on waiting for changes.
 * @param hear gets what happens to it afterwards
 * @throws DemoRefusal where the link or the PIN is refused
 */
export async function startReferenceClient(
  options: { link: string; pin: string; kind: string; folder: string },
  hear: (event: ClientEvent) => void,
): Promise<{ stop(): Promise<void> }> {
  const { link, pin, kind, folder } = options
  const child = startChild(
    process.execPath,
    [programFile, 'client', link, '--pin', pin, '--kind', kind, '--out', folder, '--json'],
    environmentWithoutSettings(),
  )
  child.complaints.resume()
  await new Promise<void>((resolve, reject) => {
    let ready = false
    createInterface(child.lines).on('line', (line) => {
      const event = JSON.parse(line) as ClientEvent
      if (ready) hear(event)
      else if (event.event === 'configuration') {
        ready = true
        resolve()
      } else if (event.event === 'ended')
        reject(new DemoRefusal(`The reference client says: ${event.message}`))
    })
    void child.ended.then(() =>
      reject(new DemoRefusal('The reference client ended before it had its configuration.')),
    )
  })
  return { stop: child.stop }
}
