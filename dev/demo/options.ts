import { parseArgs } from 'node:util'

/** What was asked for on the command line. */
export interface Options {
  /** Kept between starts; absent: a temporary folder that goes with the demo. */
  data: string | undefined
  /** Empties the folder first. */
  fresh: boolean
  /** Of the service; the redirect server and the mailbox have the next two. 0: free ones. */
  port: number
  /** Whether real softphones are used where the machine has them. */
  softphones: boolean
  /** Whether missing softphones are installed (Debian, as root). */
  install: boolean
}

/** What the demo cannot go on with, as a sentence for the person at the terminal. */
export class DemoRefusal extends Error {
  override name = 'DemoRefusal'
}

export const usage = `npm run demo -- [options]

  --data FOLDER     keep the data there; the next start with the same folder goes on
  --fresh           with --data: begin anew, whatever the folder's demo held
  --port N          the service at N, the redirect server at N+1, the mailbox at N+2; 0 takes free ones (7070)
  --install         install the softphones that are missing (Debian, as root)
  --no-softphones   without registrar and softphones, even where they are installed`

/** Reads the command line; undefined where help was asked for. @throws DemoRefusal naming what cannot be used */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parsed(args)
  if (values.help) return undefined
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_533) {
    throw new DemoRefusal(
      `--port ${values.port} is no port. Give a number from 1 to 65533, or 0 for free ones.`,
    )
  }
  if (values.fresh && values.data === undefined) {
    throw new DemoRefusal('--fresh needs --data: without a folder of its own, the demo is new at each start.')
  }
  return {
    data: values.data,
    fresh: values.fresh,
    port,
    softphones: !values['no-softphones'],
    install: values.install,
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: '7070' },
        install: { type: 'boolean', default: false },
        'no-softphones': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new DemoRefusal(`${(error as Error).message}\n\n${usage}`)
  }
}
