import { ActionIcon, Box, Group, Stack, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { products, properties } from '../choices.ts'
import type { UserProperty } from '../schema.ts'
import { licensedProductsQuery } from './api.ts'
import { FilterChoice } from './filter-choice.tsx'
import { LocationStep } from './location-step.tsx'
import { hasProperty, type UsersSearch } from './search.ts'
import { SmsNumberStep } from './sms-number-step.tsx'

export interface FilterStepsProps {
  accountId: string
  /** A partner's own account holds no licences (UA-5). */
  isPartner: boolean
  search: UsersSearch
  /** Takes over part of the address. */
  onChosen: (part: Partial<UsersSearch>) => void
}

type Step = 'property' | 'location' | 'product' | 'smsNumber'

/** What the list can be narrowed by, and then which (UA-20). */
export function FilterSteps(props: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [step, setStep] = useState<Step>()
  const box = useRef<HTMLDivElement>(null)

  // What was pressed is gone with its step.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is the reason to move the focus
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('[data-autofocus], [data-step] button')?.focus()
  }, [step])

  return (
    <Stack ref={box} gap={4}>
      {step && (
        <Group gap={4}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('filter.back')}
            onClick={() => setStep(step === 'location' ? 'property' : undefined)}
          >
            <IconArrowLeft size={16} aria-hidden />
          </ActionIcon>
          <Text fw={600} size="sm">
            {t(`filter.${step}`)}
          </Text>
        </Group>
      )}
      <div data-step={step ?? 'kind'}>
        {!step && <KindStep {...props} onStep={setStep} />}
        {step === 'property' && <PropertyStep {...props} onLocation={() => setStep('location')} />}
        {step === 'location' && <LocationStep {...props} />}
        {step === 'product' && <ProductStep {...props} />}
        {step === 'smsNumber' && <SmsNumberStep {...props} />}
      </div>
    </Stack>
  )
}

/** UA-22: an SMS number and a property exclude each other; a product combines with everything. */
function KindStep(props: FilterStepsProps & { onStep: (step: Step) => void }) {
  const { accountId, isPartner, search, onStep } = props
  const { t } = useTranslation('users')
  const { data: licensed } = useQuery({ ...licensedProductsQuery(accountId), enabled: !isPartner })
  return (
    <>
      <FilterChoice
        label={t('filter.property')}
        help={t('filter.propertyHelp')}
        because={search.smsNumber === undefined ? undefined : t('filter.notBesideSmsNumber')}
        onChoose={() => onStep('property')}
      />
      {!isPartner && (
        <FilterChoice
          label={t('filter.product')}
          help={t('filter.productHelp')}
          because={licensed?.length === 0 ? t('filter.noProducts') : undefined}
          onChoose={() => onStep('product')}
        />
      )}
      <FilterChoice
        label={t('filter.smsNumber')}
        help={t('filter.smsNumberHelp')}
        because={hasProperty(search) ? t('filter.notBesideProperty') : undefined}
        onChoose={() => onStep('smsNumber')}
      />
    </>
  )
}

/** Exactly the nine of the source, in its order; each can be taken back where it was chosen. */
function PropertyStep({ search, onChosen, onLocation }: FilterStepsProps & { onLocation: () => void }) {
  const { t } = useTranslation('users')
  const chosen = search.property ?? []

  function toggle(property: UserProperty) {
    const others = chosen.filter((each) => each !== property)
    const next = chosen.includes(property) ? others : [...others, property]
    onChosen({ property: next.length === 0 ? undefined : next })
  }

  return (
    <Box mah="min(60vh, 520px)" style={{ overflowY: 'auto' }}>
      {properties.map((property) =>
        property === 'location' ? (
          <FilterChoice
            key={property}
            label={t('property.location')}
            help={t('propertyHelp.location')}
            onChoose={onLocation}
          />
        ) : (
          <FilterChoice
            key={property}
            label={t(`property.${property}`)}
            help={t(`propertyHelp.${property}`)}
            chosen={chosen.includes(property)}
            onChoose={() => toggle(property)}
          />
        ),
      )}
    </Box>
  )
}

/** Only products for which somebody holds a licence. */
function ProductStep({ accountId, search, onChosen }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const { data: licensed = [] } = useQuery(licensedProductsQuery(accountId))
  return products.map((product) => {
    const held = licensed.find((each) => each.product === product)
    return (
      held && (
        <FilterChoice
          key={product}
          label={t(`product.${product}`)}
          help={t('filter.licences', { count: held.licences })}
          chosen={search.product === product}
          onChoose={() => onChosen({ product: search.product === product ? undefined : product })}
        />
      )
    )
  })
}
