import { create } from 'qrcode'
import type { ReactNode } from 'react'

/** A seventh of the code may be glared over; four modules of quiet zone as ISO/IEC 18004 asks. */
const errorCorrectionLevel = 'M'
const quietModules = 4

interface QrCodeProps {
  text: string
  /** What it is, for who cannot see it. */
  label: string
  /** Pixels of its edge. */
  size: number
}

/** A text as a QR code, drawn here: no key is sent anywhere to be drawn. Black on white in both colour schemes, because cameras ask for it. */
export function QrCode({ text, label, size }: QrCodeProps): ReactNode {
  const { modules } = create(text, { errorCorrectionLevel })
  const width = modules.size + 2 * quietModules
  const squares: string[] = []
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (modules.get(y, x)) squares.push(`M${x + quietModules} ${y + quietModules}h1v1h-1z`)
    }
  }
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${width} ${width}`}
      shapeRendering="crispEdges"
    >
      <rect width={width} height={width} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  )
}
