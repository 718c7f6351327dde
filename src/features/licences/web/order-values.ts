import { numberOrNull } from '#web/components/form/messages.ts'
import type { Order } from '../schema.ts'
import type { ProductName } from './api.ts'

/** An order as its form holds it. */
export interface OrderValues {
  product: ProductName
  number: string
  /** As typed. */
  quantity: number | string
  /** YYYY-MM-DD, or empty. */
  startsOn: string
  endsOn: string
  /** Empty: nobody. */
  customerId: string
}

/** What the form begins with; a new order begins today. @param meantFor whom a new one is meant for */
export function valuesOf(order: Order | undefined, meantFor: string | undefined): OrderValues {
  return {
    product: order?.product ?? 'miteam-meetings',
    number: order?.number ?? '',
    quantity: order?.quantity ?? '',
    startsOn: order?.startsOn ?? today(),
    endsOn: order?.endsOn ?? '',
    customerId: order?.customer?.id ?? meantFor ?? '',
  }
}

/** What the form holds, as the API takes it. */
export function bodyOf({ quantity, endsOn, customerId, ...values }: OrderValues): unknown {
  return {
    ...values,
    quantity: numberOrNull(quantity),
    endsOn: endsOn || null,
    customerId: customerId || null,
  }
}

/** The day that it is where the reader is. */
function today(): string {
  const now = new Date()
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
