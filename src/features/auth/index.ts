export { gatekeeper } from './gatekeeper.ts'
export { NewAdmin } from './schema.ts'
export { bootstrap } from './set-up.ts'
export { addAdminWithLink, addPartnerWithLink, newLinkForAdmin } from './set-up-links.ts'
