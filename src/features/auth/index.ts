export { gatekeeper } from './gatekeeper.ts'
export { addPartnerWithLink, bootstrap } from './set-up.ts'
