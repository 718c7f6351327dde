import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { qrPng, qrSvgDataUri } from './qr.ts'

const link = 'https://go.example.net/d/AZ3kF0pXQ1mN8rTqWvYbCg.m9LxT2dHs5KpVnE7uJwRaA'

test('the QR of a link is a PNG about 300 pixels wide, the same bytes each time', async () => {
  const png = await qrPng(link)
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(270)
  expect(png.readUInt32BE(16)).toBeLessThanOrEqual(330)
  expect(png.equals(await qrPng(link))).toBe(true)
})

test.skipIf(!decoderInstalled())('a scanner reads the link back from the PNG', async () => {
  const read = execFileSync('zbarimg', ['--quiet', '--raw', '--nodbus', '-'], { input: await qrPng(link) })
  expect(read.toString().trim()).toBe(link)
})

test('pages get the QR as a data address of a small SVG', async () => {
  const uri = await qrSvgDataUri(link)
  const [head, body = ''] = uri.split(',')
  expect(head).toBe('data:image/svg+xml;base64')
  expect(Buffer.from(body, 'base64').toString()).toContain('<svg')
  expect(uri.length).toBeLessThan(20_000)
})

function decoderInstalled(): boolean {
  try {
    execFileSync('zbarimg', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
