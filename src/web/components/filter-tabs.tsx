import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './filter-tabs.module.css'

interface FilterTabsProps<Value extends string> {
  label: string
  value: Value | undefined
  /** A count that is undefined is not known yet: its place is kept, or the list below would jump. */
  all: { label: string; count: number | undefined }
  /** `isMore`: there are more than were counted. */
  choices: Array<{ value: Value; label: string; count: number | undefined; isMore?: boolean }>
  onChange: (value: Value | undefined) => void
}

/** As wide as a digit. */
const figureSpace = '\u2007'

/** One filter of a list with the count behind each value. Toggle buttons, because one list stays below all of them. */
export function FilterTabs<Value extends string>({
  label,
  value,
  all,
  choices,
  onChange,
}: FilterTabsProps<Value>) {
  const { i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, these buttons filter at once
    <div role="group" aria-label={label} className={classes.tabs}>
      {[{ value: undefined, isMore: false, ...all }, ...choices].map((choice) => (
        <UnstyledButton
          key={choice.value ?? 'all'}
          className={classes.tab}
          aria-pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}{' '}
          <span className={classes.count}>
            {choice.count === undefined ? figureSpace : number.format(choice.count)}
            {choice.isMore && '+'}
          </span>
        </UnstyledButton>
      ))}
    </div>
  )
}
