import { z } from 'zod'
import { SubscriberQuery, SubscriberState } from '../schema.ts'

/** What of the Manage page stands in its address. A value that is none of ours is as good as absent. */
export const ManageSearch = z.object({
  search: z.string().optional(),
  profileId: z.uuid().optional().catch(undefined),
  state: SubscriberState.optional().catch(undefined),
  sort: SubscriberQuery.shape.sort.unwrap().optional().catch(undefined),
  /** The record beside the list: an id, or a new one. */
  open: z.uuid().or(z.literal('new')).optional().catch(undefined),
  tab: z.enum(['clients', 'timeline']).optional().catch(undefined),
})
export type ManageSearch = z.infer<typeof ManageSearch>
