import type { AnyImportOptions } from '../schema.ts'

/** What a file is imported into: what the pages of imports ask about its records. Everything else is the same for all. */
export interface ImportKind {
  /** Under this its own words stand. */
  name: 'subscribers' | 'users'
  /** In the paths of the API. */
  resource: 'subscriber-imports' | 'user-imports'
  /** The kinds of the operations that apply and undo. */
  operations: { apply: readonly string[]; undo: readonly string[] }
  /** Where its files are uploaded, where a plan is reviewed, and where the records are listed. */
  pages: {
    upload: '/accounts/$accountId/deployment/import' | '/accounts/$accountId/users/import'
    plan: '/accounts/$accountId/deployment/import/$importId' | '/accounts/$accountId/users/import/$importId'
    records: '/accounts/$accountId/deployment/subscribers' | '/accounts/$accountId/users'
  }
  /** How an upload begins. */
  options: AnyImportOptions
  /** Rows are given deployment profiles. */
  hasProfiles: boolean
  /** The fields that say who a row is: they stand first. */
  names: readonly string[]
  /** The fields that are corrected in the form of a row, in its order. */
  fields: readonly string[]
  /** Those of them that the form shows although the file has no column for them. */
  needed: readonly string[]
}

/** Subscribers of client deployment (CD-10). */
export const subscribers: ImportKind = {
  name: 'subscribers',
  resource: 'subscriber-imports',
  operations: { apply: ['subscriber-import'], undo: ['subscriber-import-undo'] },
  pages: {
    upload: '/accounts/$accountId/deployment/import',
    plan: '/accounts/$accountId/deployment/import/$importId',
    records: '/accounts/$accountId/deployment/subscribers',
  },
  options: { partial: false, overwrite: false, emptyClears: false },
  hasProfiles: true,
  names: ['lastName', 'firstName'],
  // The profile is chosen and not typed; an ID tells which record is meant.
  fields: [
    'id',
    'firstName',
    'lastName',
    'email',
    'language',
    'directoryNumber',
    'pbxSipHost',
    'pbxSipUserName',
    'pbxSipPassword',
    'voicemailNumber',
    'voicemailPin',
    'mbgSipUserName',
    'mbgSipPassword',
    'clientServiceHost',
    'clientServicePort',
    'clientServiceUserName',
    'clientServicePassword',
    'deploymentPin',
  ],
  needed: ['lastName', 'email'],
}

/** The people of an account, or of the customers of a partner (UA-30). */
export const people: ImportKind = {
  name: 'users',
  resource: 'user-imports',
  operations: {
    apply: ['user-import', 'customer-user-import'],
    undo: ['user-import-undo', 'customer-user-import-undo'],
  },
  pages: {
    upload: '/accounts/$accountId/users/import',
    plan: '/accounts/$accountId/users/import/$importId',
    records: '/accounts/$accountId/users',
  },
  options: { partial: false, overwrite: false, emptyClears: false, sendWelcome: true },
  hasProfiles: false,
  names: ['account', 'lastName', 'firstName', 'name'],
  fields: [
    'id',
    'account',
    'firstName',
    'lastName',
    'name',
    'email',
    'role',
    'language',
    'mobile',
    'location',
    'extension',
  ],
  needed: ['email'],
}
