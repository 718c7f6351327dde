import { Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NewUserExport } from '../schema.ts'

export type Flavour = NewUserExport['flavour']
const flavours = ['spreadsheet', 'exact'] as const satisfies Flavour[]

interface FlavourChoiceProps {
  flavour: Flavour
  onFlavour: (flavour: Flavour) => void
}

/** For whom a file is written: who opens it in a spreadsheet is kept from formulas. */
export function FlavourChoice({ flavour, onFlavour }: FlavourChoiceProps) {
  const { t } = useTranslation('imports')
  return (
    <Radio.Group
      label={t('export.flavour')}
      value={flavour}
      onChange={(value) => onFlavour(value as Flavour)}
    >
      <Stack gap="xs" mt={6}>
        {flavours.map((each) => (
          <Radio key={each} value={each} label={t(`export.${each}`)} description={t(`export.${each}Help`)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
