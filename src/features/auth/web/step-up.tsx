import { useEffect, useState } from 'react'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { onStepUpNeeded } from '#web/lib/api/step-up.ts'
import { lazy } from '#web/lib/lazy.ts'

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))

/** Asks for the password when a request needs it; the request is then sent again by the API layer. */
export function StepUp() {
  const [answer, setAnswer] = useState<(proven: boolean) => void>()

  useEffect(
    () =>
      onStepUpNeeded(
        () =>
          new Promise((resolve) => {
            setAnswer(() => resolve)
          }),
      ),
    [],
  )

  function finish(proven: boolean) {
    answer?.(proven)
    setAnswer(undefined)
  }

  return (
    <OnceOpened when={answer !== undefined}>
      <StepUpDialog opened={answer !== undefined} onFinish={finish} />
    </OnceOpened>
  )
}
