/** What admins are told of, and what each sentence names. */
export interface NoticeDetails {
  'deployment-email-changed': { language: string }
  'central-address-set': { profile: string; address: string }
  'pin-disclosed': { person: string }
  'pins-disclosed': { count: number }
  'phone-blocked': { person: string }
  /** `accounts`: where its passwords must be changed, `1001@pbx.company.example`, separated by commas; empty where it knew none. */
  'phone-lost': { person: string; accounts: string }
  'link-handed-over': { person: string }
  'connection-secret-changed': { connection: string }
  'connection-removed': { connection: string }
  'api-key-made': { name: string }
  'api-key-ended': { name: string }
  'api-keys-ended': { count: number }
  'export-with-pins': { count: number }
  'export-made': { count: number }
  'deployment-started': Record<string, never>
  'set-up-link-made': { person: string }
  'password-resets-sent': { count: number }
  'admin-made': { person: string }
  'admins-made': { count: number }
  'admin-removed': { person: string }
  'admins-removed': { count: number }
  'admin-email-changed': { person: string; email: string }
  'person-locked': { person: string }
  'second-factor-removed': { person: string }
  'second-factor-asked-for': Record<string, never>
  'second-factor-not-asked-for': Record<string, never>
  'account-deactivated': Record<string, never>
  'account-reactivated': Record<string, never>
  'partner-access-open': Record<string, never>
  /** A moment, as ISO 8601; it comes as people write it. */
  'partner-access-until': { until: string }
  'partner-access-closed': Record<string, never>
  'single-sign-on-changed': Record<string, never>
  /** Nobody's act: the subscription had ended. */
  'licences-ended': { count: number; product: string }
}

/** What the mail says, in one language. */
export interface NoticeTexts {
  /** One sentence each; also the subject. A language comes as its name. */
  what: { [What in keyof NoticeDetails]: (details: NoticeDetails[What]) => string }
  by: string
  partner: string
  /** Who acts at the shell of the machine, and what to do about it: nobody can see more of them. */
  operator: string
  adviceOnOperator: string
  when: string
  /** What to do, and where to look. */
  advice: string
  adviceOnEndedLicences: string
  /** Passwords that somebody may have read are changed where they are good for. */
  adviceOnLostPhone: string
  /** For who cannot sign in any more to look. */
  adviceOnDeactivation: string
  /** For admins of the partner, who are out from now on, and those of the customer. */
  adviceOnClosedAccess: string
  button: string
}
