import type { ManualSetting } from '../configuration/generic.ts'
import type { LandingTexts, SettingKey } from './texts.ts'

/** The settings to be copied by hand, a table per section. Secret values are folded away. */
export function SettingsTable({ rows, texts }: { rows: readonly ManualSetting[]; texts: LandingTexts }) {
  const sections = [...new Set(rows.map(({ section }) => section))]
  return sections.map((section) => (
    <table key={section}>
      <caption>{texts.manual.sections[section]}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">{texts.manual.setting}</th>
          <th scope="col">{texts.manual.value}</th>
        </tr>
      </thead>
      <tbody>
        {rows
          .filter((row) => row.section === section)
          .map((row) => (
            <tr key={row.labelKey}>
              <th scope="row">{labelOf(row, texts)}</th>
              <td>
                {row.secret ? (
                  <details>
                    <summary>{texts.manual.show}</summary>
                    <code>{row.value}</code>
                  </details>
                ) : (
                  <code>{shownValue(row, texts)}</code>
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  ))
}

function labelOf({ labelKey }: ManualSetting, texts: LandingTexts): string {
  return Object.hasOwn(texts.manual.settings, labelKey)
    ? texts.manual.settings[labelKey as SettingKey]
    : labelKey
}

function shownValue({ labelKey, value }: ManualSetting, texts: LandingTexts): string {
  if (labelKey === 'transport') return value.toUpperCase()
  const names: Record<string, string> = texts.manual.mediaSecurity
  return labelKey === 'mediaSecurity' ? (names[value] ?? value) : value
}
