import { Refusal } from '#platform/http/index.ts'

/** Unknown, used, replaced and over are one answer. */
export const resetLinkUnknown = () =>
  new Refusal(
    410,
    'auth.reset-link-unknown',
    'This link is not complete, was used, has expired or was replaced by a newer e-mail. Ask for a new e-mail.',
  )

/** @param attemptsLeft 0: the link has ended with this one */
export const resetCodeWrong = (attemptsLeft: number) => {
  const message = sentenceOf(attemptsLeft)
  return new Refusal(403, 'auth.reset-code-wrong', message, {
    members: { attemptsLeft },
    errors: [{ path: 'code', code: 'auth.reset-code-wrong', message }],
  })
}

export const resetCodeExpired = () =>
  new Refusal(
    410,
    'auth.reset-code-expired',
    'The confirmation code works for ten minutes, and they are over. Ask for a new e-mail.',
  )

/** @param waitSeconds told in the sentence and as `Retry-After` */
export const tooManyResets = (waitSeconds: number) =>
  new Refusal(
    429,
    'auth.too-many-attempts',
    `Too many e-mails were asked for, or too many links tried. Try again in ${Math.ceil(waitSeconds / 60)} min.`,
    { headers: { 'retry-after': String(waitSeconds) } },
  )

function sentenceOf(attemptsLeft: number): string {
  if (attemptsLeft === 0)
    return 'The confirmation code was wrong five times, so the link has ended. Ask for a new e-mail.'
  const again = attemptsLeft === 1 ? 'once more' : `${attemptsLeft} more times`
  return `The confirmation code is not right. Look at the newest e-mail; you can try ${again}.`
}
