import type { Account } from '../schema.ts'

/** The fields that an account need not have; empty: it has none. */
export interface AccountDetailValues {
  customerNumber: string
  businessType: string
  street: string
  postalCode: string
  city: string
  region: string
  supportContactName: string
  supportContactEmail: string
  supportContactPhone: string
}

/** What the form of an account holds in the fields that every account has; null: nothing is chosen. */
export interface AccountValues extends AccountDetailValues {
  name: string
  country: string | null
  language: string
  timeZone: string | null
}

const detailFields = [
  'customerNumber',
  'businessType',
  'street',
  'postalCode',
  'city',
  'region',
  'supportContactName',
  'supportContactEmail',
  'supportContactPhone',
] as const

/** The details of an account as its form holds them; without an account all are empty. */
export function detailValues(account?: Account): AccountDetailValues {
  return Object.fromEntries(
    detailFields.map((field) => [field, account?.[field] ?? '']),
  ) as unknown as AccountDetailValues
}

/** What the form holds, as the API takes it. */
export function accountBody<Values extends AccountValues>(values: Values): object {
  const details = detailFields.map((field) => [field, values[field].trim() === '' ? null : values[field]])
  return { ...values, ...Object.fromEntries(details) }
}
