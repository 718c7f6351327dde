export { DirectoryEntry, OwnDetails } from './schema.ts'
