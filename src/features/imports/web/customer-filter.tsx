import { Box } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { accountQuery, customersQuery } from '#features/accounts/web/api.ts'
import { SearchSelect } from '#web/components/search-select.tsx'
import { useImportPlace } from './import-place.ts'

interface CustomerFilterProps {
  customerId: string | undefined
  onChange: (customerId: string | undefined) => void
}

/** Narrows the rows of a partner's file to one account that they name: a customer, or the partner's own. */
export function CustomerFilter({ customerId, onChange }: CustomerFilterProps) {
  const { t } = useTranslation('imports')
  const { accountId } = useImportPlace()
  const { data: own } = useQuery(accountQuery(accountId))
  const { data: customers = [] } = useQuery(customersQuery)
  const accounts = own ? [own, ...customers.filter(({ id }) => id !== own.id)] : customers
  return (
    <Box maw={360}>
      <SearchSelect
        label={t('users.customerFilter.label')}
        data={[
          { value: '', label: t('users.customerFilter.all') },
          ...accounts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={customerId ?? ''}
        onChange={(id) => onChange(id || undefined)}
        nothingFoundMessage={t('users.customerFilter.noMatch')}
      />
    </Box>
  )
}
