/** Words of the customers' list and its form. */
export const accounts = {
  title: 'Accounts',
  lead: 'The customers of {{partner}}.',
  search: 'Search accounts',
  list: 'Customers',
  new: 'New customer',
  submit: 'Add customer',
  created: '{{name}} was added.',
  column: {
    name: 'Name',
    country: 'Country',
    language: 'Language',
    timeZone: 'Time zone',
    status: 'Status',
    created: 'Added',
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
  },
  help: {
    name: 'As the customer’s people know it: it stands in their e-mails and on their download page.',
    language: 'For e-mails and download pages of people who have no language of their own.',
    timeZone: 'For dates in e-mails.',
  },
} as const
