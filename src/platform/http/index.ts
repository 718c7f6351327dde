export type { Actor, Caller, Gatekeeper, Permission } from './caller.ts'
export { refuseForeignOrigin } from './forgery.ts'
export { privatePage, sameNonce } from './pages.ts'
export { cursorOf, keyOf, page } from './paging.ts'
export { Problem, sendProblem } from './problem.ts'
export { type FieldError, invalid, notFound, Refusal, stale } from './refusal.ts'
export {
  accepted,
  accountRoute,
  callerRoute,
  created,
  type Incoming,
  nothing,
  type Outcome,
  ok,
  publicRoute,
  type Route,
  versionTag,
} from './route.ts'
export { buildServer, type ServerOptions, sessionCookieNames } from './server.ts'
export { Count, Paging, pageOf } from './shapes.ts'
