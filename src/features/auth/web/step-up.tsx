import { useEffect, useState } from 'react'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { onStepUpNeeded } from '#web/lib/api/step-up.ts'
import { lazy } from '#web/lib/lazy.ts'

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))

/** Asks for the password or a code when a request needs it; the request is then sent again by the API layer. */
export function StepUp() {
  const [answer, setAnswer] = useState<(proven: boolean) => void>()
  const [onlyCode, setOnlyCode] = useState(false)

  useEffect(
    () =>
      onStepUpNeeded(
        (wanted) =>
          new Promise((resolve) => {
            setOnlyCode(wanted === 'code')
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
      <StepUpDialog opened={answer !== undefined} onlyCode={onlyCode} onFinish={finish} />
    </OnceOpened>
  )
}
