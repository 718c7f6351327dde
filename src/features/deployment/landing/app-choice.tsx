import type { ClientKind } from '../configuration/client-format.ts'
import type { Platform } from './platform.ts'
import type { LandingTexts } from './texts.ts'

/** A softphone that this link can set up. `label` is its name; the one set up by hand has its name from the texts. */
export interface OfferedClient {
  kind: ClientKind
  label: string
}

const suited: Record<Platform, ClientKind[]> = {
  android: ['linphone'],
  ios: ['linphone'],
  windows: ['linphone', 'microsip'],
  mac: ['linphone', 'baresip'],
  linux: ['linphone', 'baresip'],
  unknown: ['linphone', 'microsip', 'baresip'],
}

/** What is shown openly on a platform and what is folded below it. Where nothing suits, everything is shown openly. */
export function sortedForPlatform(offered: readonly OfferedClient[], platform: Platform) {
  const kinds = suited[platform]
  const shown = kinds.flatMap((kind) => offered.filter((client) => client.kind === kind))
  if (shown.length === 0) return { shown: [...offered], folded: [] }
  return { shown, folded: offered.filter((client) => !kinds.includes(client.kind)) }
}

/** The radio buttons by which a person says which app is to be set up; the field is `client`. */
export function AppChoice(props: {
  texts: LandingTexts
  offered: readonly OfferedClient[]
  platform: Platform
  /** Without it nothing is preselected: the choice is then what tells a person from a mail scanner. */
  chosen?: ClientKind
  missing: boolean
}) {
  const { texts, chosen } = props
  const { shown, folded } = sortedForPlatform(props.offered, props.platform)
  const radio = (client: OfferedClient) => (
    <App key={client.kind} client={client} texts={texts} chosen={chosen} />
  )
  return (
    <fieldset aria-describedby={props.missing ? 'client-error' : undefined}>
      <legend>{texts.chooseApp.legend}</legend>
      {props.missing && (
        <p className="error" id="client-error" role="alert">
          {texts.chooseApp.missing}
        </p>
      )}
      {shown.map(radio)}
      {folded.length > 0 && (
        <details open={folded.some(({ kind }) => kind === chosen)}>
          <summary>{texts.chooseApp.others}</summary>
          {folded.map(radio)}
        </details>
      )}
    </fieldset>
  )
}

function App({ client, texts, chosen }: { client: OfferedClient; texts: LandingTexts; chosen?: ClientKind }) {
  const { kind, label } = client
  return (
    <label className="app">
      <input type="radio" name="client" value={kind} required defaultChecked={kind === chosen} />
      <span>
        <strong>{kind === 'generic' ? texts.apps.generic : label}</strong>
        <small>{texts.apps.hints[kind]}</small>
      </span>
    </label>
  )
}
