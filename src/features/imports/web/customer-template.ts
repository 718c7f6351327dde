import type { FileAnswer } from '#web/lib/api/request.ts'

const lines = [
  'Account,First name,Last name,Email,Role',
  'Acme,Anna,Kühn,anna.kuehn@example.com,Account Admin',
  'Globex,Max,Berg,max.berg@example.com,User',
]

/** A file to be filled in with users of several customers. The mark at its beginning tells spreadsheets that it is UTF-8. */
export function customerTemplate(): FileAnswer {
  const content = new Blob([`\uFEFF${lines.join('\r\n')}\r\n`], { type: 'text/csv' })
  return { content, name: 'users-of-customers-template.csv' }
}
