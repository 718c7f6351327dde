export { ConnectorError } from './errors.ts'
export type { NumberAccount, NumberProvider, RentedNumber } from './numbers.ts'
