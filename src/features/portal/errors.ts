import { Refusal } from '#platform/http/index.ts'

/** UA-1: the account shows its people nothing of each other. */
export const directoryOff = () =>
  new Refusal(
    409,
    'portal.directory-off',
    'Your company does not show its directory here. Ask an administrator if you need it.',
  )

/** More than a person reads or types. `waitSeconds` is told in the sentence and as `Retry-After`. */
export const directoryTooFast = (waitSeconds: number) =>
  new Refusal(
    429,
    'portal.directory-too-fast',
    `You have asked the directory very often. Try again in ${waitSeconds === 1 ? '1 second' : `${waitSeconds} seconds`}.`,
    { headers: { 'retry-after': String(waitSeconds) } },
  )
