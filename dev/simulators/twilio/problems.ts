/** An answer that is no success, as Twilio writes it. */
export interface Problem {
  status: number
  code: number
  message: string
  /** Seconds for `Retry-After`. */
  retryAfter?: number
}

export const unauthenticated: Problem = { status: 401, code: 20003, message: 'Authenticate' }
export const tooManyRequests = (retryAfter: number): Problem => ({
  status: 429,
  code: 20429,
  message: 'Too Many Requests',
  retryAfter,
})
export const broken: Problem = { status: 500, code: 20500, message: 'An internal server error has occurred' }
export const noNumberInAreaCode = (areaCode: string): Problem => ({
  status: 400,
  code: 21452,
  message: `No phone numbers found in area code ${areaCode}`,
})
export const numberNotAvailable = (number: string): Problem => ({
  status: 400,
  code: 21422,
  message: `${number} is not available`,
})
export const notFound = (path: string): Problem => ({
  status: 404,
  code: 20404,
  message: `The requested resource ${path} was not found`,
})

/** The body of a problem. */
export function describeProblem({ code, message, status }: Problem) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}
