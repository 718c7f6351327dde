import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { features } from '#features/index.ts'

const folder = 'src/features'
const slices = (await readdir(folder, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** The words of CONTRIBUTING.md for a drawer into which anything goes. */
const drawers = /(^|\/)(utils?|helpers?|common|managers?)(\.|\/|$)/

test.each(slices)('%s says what it is, has one door, and declares what it plugs in', async (slice) => {
  expect(await readdir(`${folder}/${slice}`)).toEqual(
    expect.arrayContaining(['README.md', 'index.ts', 'feature.ts']),
  )
})

test('features/index.ts lists every slice, by the name of its folder', () => {
  expect(features.map(({ name }) => name).sort()).toEqual([...slices].sort())
})

test('no file and no folder is a drawer', async () => {
  const paths = await Promise.all(
    ['src', 'tests', 'scripts'].map(async (top) =>
      (await readdir(top, { recursive: true })).map((path) => `${top}/${path}`),
    ),
  )
  expect(paths.flat().filter((path) => drawers.test(path))).toEqual([])
})
