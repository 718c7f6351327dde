export { type CsvFlavour, type CsvRow, csvOf } from './csv.ts'
export { addFormulaPrefix, removeFormulaPrefix } from './formula-prefix.ts'
