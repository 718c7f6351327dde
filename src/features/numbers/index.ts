export { assertCanBeGiven } from './user-numbers.ts'
