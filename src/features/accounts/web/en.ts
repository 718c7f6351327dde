/** Words of the customers' list and of the settings of an account. */
export const accounts = {
  title: 'Accounts',
  lead: 'The customers of {{partner}}.',
  search: 'Search accounts',
  list: 'Customers',
  new: 'New customer',
  submit: 'Add customer',
  created: '{{name}} was added.',
  saved: '{{name}} was saved.',
  settings: {
    title: 'Account settings',
    lead: 'What {{name}} is called, where it is, and where its links point.',
    leadPartner: 'What {{name}} is called and where it is.',
    of: 'Settings of {{name}}',
  },
  column: {
    name: 'Name',
    country: 'Country',
    language: 'Language',
    timeZone: 'Time zone',
    status: 'Status',
    created: 'Added',
    settings: 'Settings',
  },
  status: { active: 'Active', deactivated: 'Deactivated' },
  empty: {
    title: 'No customers yet',
    text: 'Add your first customer; then import its people and send them their softphone.',
    noMatchTitle: 'No customer matches',
    noMatchText: 'Nothing is named like “{{search}}”.',
  },
  field: {
    name: 'Name',
    country: 'Country',
    language: 'Language',
    timeZone: 'Time zone',
    redirectBypass: 'Redirect bypass',
  },
  help: {
    name: 'What its people know it by: it stands in their e-mails and on their download page.',
    language: 'For e-mails and download pages of people who have no language of their own.',
    timeZone: 'For dates in e-mails.',
    redirectBypass:
      'Links and QR codes sent from now on point straight at this service and not at the redirect server, so softphones must be able to reach the service.',
  },
} as const
