import { Group, Text } from '@mantine/core'

/** The sign, and the name beside it unless there is no room. */
export function Logo({ size = 24, nameless = false }: { size?: number; nameless?: boolean }) {
  return (
    <Group gap={size / 3} wrap="nowrap">
      <svg viewBox="0 0 32 32" width={size} height={size} role="img" aria-label="Rollcall">
        <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
        <g fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
          <path d="M7 10.5l2 2 3.5-4M17 10.5h8M7 21.5l2 2 3.5-4M17 21.5h8" />
        </g>
      </svg>
      {!nameless && (
        <Text span fw={680} fz={size * 0.7} lh={1} aria-hidden style={{ letterSpacing: '-0.02em' }}>
          Rollcall
        </Text>
      )}
    </Group>
  )
}
