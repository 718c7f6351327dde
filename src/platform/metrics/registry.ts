import { collectDefaultMetrics, type Gauge, Registry } from 'prom-client'

/** Everything this process counts and measures. */
export const registry = new Registry()

/** Shows gauges that only some processes have a value for: one that nobody sets would say 0. */
export function show(...gauges: Gauge[]): void {
  for (const gauge of gauges) registry.registerMetric(gauge)
}

/** Event loop, heap, garbage collection, file descriptors: under the names that boards for Node know. Measured once somebody may ask. */
export function measureProcess(): void {
  if (isMeasured) return
  isMeasured = true
  collectDefaultMetrics({ register: registry })
}

let isMeasured = false
