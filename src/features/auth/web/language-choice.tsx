import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languages } from '#features/accounts/choices.ts'
import { speakAsChosen } from '#web/lib/i18n/speech.ts'
import { languageNames } from '#web/lib/i18n/translation.ts'
import classes from './front-page.module.css'

const options = languages.map((value) => ({ value, label: languageNames[value] }))

/** In which language the pages before signing in speak. Kept in this browser. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation('auth')
  return (
    <NativeSelect
      className={classes.language}
      aria-label={t('language')}
      data={options}
      value={i18n.language}
      onChange={({ currentTarget: { value } }) => {
        const chosen = languages.find((each) => each === value)
        if (chosen) void speakAsChosen(chosen)
      }}
    />
  )
}
