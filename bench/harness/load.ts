import autocannon from 'autocannon'

/** What a server did under load. */
export interface Load {
  answers: number
  /** Answers a second. */
  rate: number
  p50: number
  /** Instead of a 95th percentile, which the load generator does not keep. */
  p97_5: number
  p99: number
  /** Answers that were not 2xx or 3xx, and connections that failed. */
  failures: number
}

interface LoadOptions {
  url: string
  connections: number
  headers?: Record<string, string>
  /** Taken by turns; without them `url` alone. */
  requests?: autocannon.Request[]
  /** Below `url`, dealt out to the connections, so that no two ask for the same. */
  paths?: string[]
}

/**
 * Asks a server from many connections at once for some seconds. The load comes from a thread of its own, except that of
 * `paths`: functions cannot be given to a thread.
 */
export async function load(options: LoadOptions & { seconds: number }): Promise<Load> {
  const { url, connections, seconds, headers, requests, paths } = options
  const {
    requests: answers,
    latency,
    non2xx,
    errors,
    statusCodeStats,
  } = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(paths ? { setupClient: dealer(paths, connections, headers) } : { workers: 1 }),
    ...(headers && { headers }),
    ...(requests && { requests }),
  })
  const redirected = Object.entries(statusCodeStats ?? {})
    .filter(([status]) => status.startsWith('3'))
    .reduce((sum, [, { count = 0 }]) => sum + count, 0)
  return {
    answers: answers.total,
    rate: answers.average,
    p50: latency.p50,
    p97_5: latency.p97_5,
    p99: latency.p99,
    failures: non2xx - redirected + errors,
  }
}

/** Loads two servers by turns, thrice for five seconds each, so that what else the machine does meets both alike. @returns the median of each figure */
export async function loadByTurns(first: LoadOptions, second: LoadOptions): Promise<[Load, Load]> {
  const loads: [Load[], Load[]] = [[], []]
  for (let turn = 0; turn < 3; turn++) {
    loads[0].push(await load({ ...first, seconds: 5 }))
    loads[1].push(await load({ ...second, seconds: 5 }))
  }
  return [medianOf(loads[0]), medianOf(loads[1])]
}

function medianOf(loads: Load[]): Load {
  const median = (figure: keyof Load) =>
    loads.map((each) => each[figure]).sort((one, other) => one - other)[
      Math.floor(loads.length / 2)
    ] as number
  return {
    answers: loads.reduce((sum, { answers }) => sum + answers, 0),
    rate: median('rate'),
    p50: median('p50'),
    p97_5: median('p97_5'),
    p99: median('p99'),
    failures: loads.reduce((sum, { failures }) => sum + failures, 0),
  }
}

/** Gives each connection its share of the paths. */
function dealer(paths: string[], connections: number, headers: Record<string, string> = {}) {
  let dealt = 0
  return (client: autocannon.Client) => {
    const share = dealt++
    client.setRequests(
      paths.filter((_path, at) => at % connections === share).map((path) => ({ path, headers })),
    )
  }
}
