export {
  countActs,
  countDatabaseFailure,
  countJob,
  countMail,
  countRecords,
  countTimelineSteps,
} from './counts.ts'
export { type MetricsOptions, metricsPage } from './page.ts'
export { registry, show } from './registry.ts'
export { countRequests } from './requests.ts'
export { loadMetricsToken } from './token.ts'
