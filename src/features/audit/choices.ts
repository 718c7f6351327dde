/** Who can act. */
export const actorKinds = ['user', 'api-key', 'system', 'operator', 'end-user', 'connection'] as const
export type ActorKind = (typeof actorKinds)[number]

/** What the bounds of a time mean. */
export const moments = {
  from: 'Not before this moment (ISO 8601).',
  to: 'Before this moment (ISO 8601).',
} as const
