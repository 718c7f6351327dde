import type { Command } from 'commander'

/** What may be chosen of any import. */
export interface ImportFlags {
  partial?: boolean
  overwrite?: boolean
  emptyClears?: boolean
}

/** Options of an import. */
export function importFlags(command: Command): Command {
  return command
    .argument('[file]', 'CSV or a workbook (.xlsx); - for standard input')
    .option('--apply', 'import it; else it is only said what would happen')
    .option('--plan <id>', 'apply an earlier plan, instead of a file')
    .option('--partial', 'import the good rows although others are faulty')
    .option('--overwrite', 'rows with an ID change that record')
    .option('--empty-clears', 'an empty cell clears the stored value')
    .option('--fix-file <file>', 'write the rows that need correction there')
    .option('--no-wait', 'return at once, and leave it running')
    .addHelpText('after', importHelp)
}

/** The options as fields of the form. */
export function importFieldsOf(options: ImportFlags): Record<string, string> {
  const names = ['partial', 'overwrite', 'emptyClears'] as const
  return Object.fromEntries(names.filter((name) => options[name]).map((name) => [name, 'true']))
}

const importHelp = `
Verdicts and problems are shown before anything is written. It ends with 6 where rows are faulty, and with 2 where nothing was imported because
of them.

Examples:
  … import new.csv                                what would happen
  … import new.csv --apply                        all of it, or nothing where a row is faulty
  … import new.csv --apply --partial --fix-file rest.csv`
