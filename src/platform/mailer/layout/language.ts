/** The languages in which mails are written. */
export const mailLanguages = ['en', 'de', 'fr', 'es', 'pt'] as const
export type MailLanguage = (typeof mailLanguages)[number]
