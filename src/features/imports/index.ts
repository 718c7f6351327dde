export { Import, ImportOptions, ImportRow } from './schema.ts'
