export { isAllowEntry, isNetwork } from './allow-list.ts'
export { OutboundError } from './errors.ts'
export type { OutboundAnswer } from './exchange.ts'
export { createOutbound, type Outbound } from './outbound.ts'
