type AskPassword = () => Promise<boolean>

let ask: AskPassword | undefined
let asking: Promise<boolean> | undefined

/** Registers who asks for the password (the dialog of the frame). @returns ends the registration */
export function onStepUpNeeded(askPassword: AskPassword): () => void {
  ask = askPassword
  return () => {
    if (ask === askPassword) ask = undefined
  }
}

/** Asks the person for their password; requests refused at the same moment share one dialog. @returns whether it was proven */
export function askForPassword(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined
  })
  return asking
}
