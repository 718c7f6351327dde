import { createContext, use } from 'react'
import type { ImportKind } from './kinds.ts'

/** What is imported, and into which account. */
export interface ImportPlace {
  accountId: string
  kind: ImportKind
}

/** Given by a page to everything on it. */
export const PlaceOfImport = createContext<ImportPlace | undefined>(undefined)

/** What is imported on this page, and into which account. */
export function useImportPlace(): ImportPlace {
  const place = use(PlaceOfImport)
  if (!place) throw new Error('The page of an import does not say what is imported.')
  return place
}
