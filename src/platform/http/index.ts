export {
  type Actor,
  type Author,
  actorAtHome,
  type Caller,
  type Permission,
  type SignedIn,
} from './caller.ts'
export { refuseForeignOrigin } from './forgery.ts'
export { answerHealth } from './health.ts'
export { keyForgetter } from './idempotency-expiry.ts'
export type { ApiDocument, Documented } from './openapi.ts'
export { type Refused, refusalAnswer, refusedAs } from './openapi-refusals.ts'
export { privatePage, sameNonce } from './pages.ts'
export { cursorOf, foreignCursor, keyOf, page } from './paging.ts'
export { fieldErrors, sendProblem } from './problem.ts'
export { type FieldError, invalid, notFound, Refusal, stale } from './refusal.ts'
export {
  accepted,
  accountRoute,
  callerRoute,
  created,
  nothing,
  ok,
  publicRoute,
  type RequireStepUp,
  type Route,
  versionTag,
} from './route.ts'
export { cookieOf, sessionCookieNames } from './routing.ts'
export { buildServer } from './server.ts'
export { Count, csvAnswer, Paging, pageOf } from './shapes.ts'
