/** What a person can be asked for: anything that proves who sits there, or a code of the second factor and nothing else. */
type Asked = 'anything' | 'code'
type AskProof = (asked: Asked) => Promise<boolean>

let ask: AskProof | undefined
let asking: Promise<boolean> | undefined

/** Registers who asks for the proof (the dialog of the frame). @returns ends the registration */
export function onStepUpNeeded(askProof: AskProof): () => void {
  ask = askProof
  return () => {
    if (ask === askProof) ask = undefined
  }
}

/** Asks the person to prove who they are; requests refused at the same moment share one dialog. @returns whether it was proven */
export function askForProof(asked: Asked = 'anything'): Promise<boolean> {
  asking ??= (ask?.(asked) ?? Promise.resolve(false)).finally(() => {
    asking = undefined
  })
  return asking
}
