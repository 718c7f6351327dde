import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { openTable } from './open-table.ts'
import { subscribers } from './subscribers/kind.ts'

/** A file as it comes from a slow sender: its first bytes one by one, then the rest. */
async function* slowly(bytes: Buffer) {
  for (let at = 0; at < Math.min(8, bytes.length); at++) yield bytes.subarray(at, at + 1)
  if (bytes.length > 8) yield bytes.subarray(8)
}

async function rowsOf(bytes: Buffer): Promise<string[][]> {
  await using table = await openTable(slowly(bytes), subscribers.columns)
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  return rows
}

const people = [['Last name'], ['Kühn']]

test('MU-11: a workbook, a CSV file and a PDF are told apart however slowly their first bytes come', async () => {
  const workbook = await writeXlsx({ sheets: [{ name: 'People', rows: people }] })
  expect(await rowsOf(Buffer.from(workbook))).toEqual([['Kühn']])
  expect(await rowsOf(Buffer.from('Last name\nKühn\n'))).toEqual([['Kühn']])
  await expect(rowsOf(Buffer.from('%PDF-1.7\n'))).rejects.toMatchObject({ code: 'table.not-a-table' })
  await expect(rowsOf(Buffer.from(''))).rejects.toMatchObject({ code: 'table.empty' })
})

test('CD-10: whether one line is a header without rows or none at all is decided by its labels', async () => {
  await expect(rowsOf(Buffer.from('Last name'))).rejects.toMatchObject({ code: 'table.no-rows' })
  await expect(rowsOf(Buffer.from('a,b'))).rejects.toMatchObject({ code: 'imports.header-unknown' })
  await expect(
    rowsOf(Buffer.from('PBX SIP user name,PBX SIP user name/Device number')),
  ).rejects.toMatchObject({
    code: 'imports.header-twice',
  })
})
