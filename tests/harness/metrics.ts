import { metricsToken } from './app.ts'

/** What a process shows at `/metrics` at one moment. */
export interface Scraped {
  text: string
  /** The sum of the series of this name that bear these labels, and perhaps others; 0 where there is none. */
  value(name: string, labels?: Record<string, string>): number
}

/** Scrapes as Prometheus does. @throws when the answer is not 200 */
export async function scrape(origin: string, token: string = metricsToken): Promise<Scraped> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}: ${text}`)
  const series = text
    .split('\n')
    .map((line) => /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups)
    .filter((groups) => groups !== undefined)
  return {
    text,
    value(name, labels = {}) {
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
      return series
        .filter((each) => each.name === name && wanted.every((pair) => each.labels?.includes(pair)))
        .reduce((sum, each) => sum + Number(each.value), 0)
    },
  }
}
