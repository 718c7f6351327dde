import { v7 } from 'uuid'

/** A new id: uuidv7, so that ids sort by time of making. Made here and not by the database, so that a write can be repeated. Never a secret. */
export function newId(): string {
  return v7()
}
