import type { Tx } from '#platform/database/index.ts'

export interface TicketRow {
  ticketId: string
  deploymentId: string
  subscriberId: string
  kind: string
  clientId: string | null
  expiresAt: Date
  endedAt: Date | null
}

/** Makes a ticket; a new one ends the link's older ones. */
export async function insertTicket(
  tx: Tx,
  ticket: Omit<TicketRow, 'clientId' | 'endedAt'> & { ticketHash: Buffer; createdAt: Date },
): Promise<void> {
  await tx
    .updateTable('app.tickets')
    .set({ endedAt: ticket.createdAt })
    .where('accountId', '=', tx.accountId)
    .where('deploymentId', '=', ticket.deploymentId)
    .where('endedAt', 'is', null)
    .execute()
  await tx
    .insertInto('app.tickets')
    .values({ accountId: tx.accountId, ...ticket })
    .execute()
}

/** Which ticket is this? Locked: of two fetches at once one makes the client. */
export async function findTicket(tx: Tx, ticketHash: Buffer): Promise<TicketRow | undefined> {
  return tx
    .selectFrom('app.tickets')
    .select(['ticketId', 'deploymentId', 'subscriberId', 'kind', 'clientId', 'expiresAt', 'endedAt'])
    .where('accountId', '=', tx.accountId)
    .where('ticketHash', '=', ticketHash)
    .forUpdate()
    .executeTakeFirst()
}

/** Which ticket has this id? */
export async function readTicket(tx: Tx, ticketId: string): Promise<TicketRow | undefined> {
  return tx
    .selectFrom('app.tickets')
    .select(['ticketId', 'deploymentId', 'subscriberId', 'kind', 'clientId', 'expiresAt', 'endedAt'])
    .where('accountId', '=', tx.accountId)
    .where('ticketId', '=', ticketId)
    .executeTakeFirst()
}

/** Ties a ticket to the client it made. */
export async function bindTicket(tx: Tx, ticket: TicketRow, clientId: string): Promise<void> {
  await tx
    .updateTable('app.tickets')
    .set({ clientId })
    .where('accountId', '=', tx.accountId)
    .where('ticketId', '=', ticket.ticketId)
    .execute()
}

/** The client uses its own URL: the ticket has done its work. */
export async function endTicketsOfClient(tx: Tx, clientId: string, now: Date): Promise<void> {
  await tx
    .updateTable('app.tickets')
    .set({ endedAt: now })
    .where('accountId', '=', tx.accountId)
    .where('clientId', '=', clientId)
    .where('endedAt', 'is', null)
    .execute()
}
