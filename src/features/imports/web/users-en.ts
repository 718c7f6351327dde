/** What the pages of imports say of people alone (UA-30). */
export const users = {
  title: 'Import users',
  columnsLead:
    'A name and an e-mail address are needed; all others may be left out. Case, spaces and hyphens in the labels do not matter.',
  templateHelp: 'A file with these columns and two users as an example.',
  customerTemplate: 'Download template for customers',
  customerTemplateHelp: 'The same with the column Account, one user for each of two customers.',
  customers: {
    title: 'For your customers too',
    text: 'With the column *Account* one file adds users to several customers. Without it, the users are added to your own account. Only active customers that let you in can be named.',
  },
  option: {
    partialHelp: 'Otherwise one error keeps the whole file out.',
    overwriteHelp:
      'A row whose ID is that of a user changes the e-mail address, role, language, mobile number and location of this user. Without it, such rows are errors.',
    emptyClearsHelp:
      'Otherwise an empty cell leaves the stored value as it is. Only for language, mobile number and location in rows that overwrite.',
  },
  sendWelcome: 'Send welcome e-mails',
  sendWelcomeHelp: 'To everybody who is added. You can also send them later, from the list of users.',
  welcomeTerm: 'welcome e-mail',
  welcomeMeans:
    'An e-mail with a link with which a user chooses a password and finishes building their account.',
  mails: 'Whoever is added gets a welcome e-mail.',
  noMail: 'No welcome e-mails are sent.',
  next: 'You can send them welcome e-mails from the list of users.',
  nextMailed: 'Whoever was added gets a welcome e-mail.',
  list: 'Go to Users',
  showPeople: 'Show these users',
  customerFilter: {
    label: 'Customer',
    all: 'All customers',
    noMatch: 'No customer has such a name.',
  },
  customersList: 'Go to Accounts',
  notEverybody: 'Not everybody was imported: some customers were left out.',
  failedCustomers_one: 'Nobody was imported into {{count, number}} customer:',
  failedCustomers_other: 'Nobody was imported into {{count, number}} customers:',
  undo: {
    create_one:
      '{{count, number}} user who was added is removed, with the welcome e-mail if it has not gone out.',
    create_other:
      '{{count, number}} users who were added are removed, with the welcome e-mails that have not gone out.',
    left: 'Users whom somebody changed since, or who have registered, are left as they are. They are named at the end.',
  },
  column: {
    firstName: { name: 'First name, Last name', text: 'At least one of them; or Name instead.' },
    name: { name: 'Name', text: 'Both in one cell: the last word is taken as the last name.' },
    email: { name: 'Email', text: 'Used once in an account. The user signs in with it.' },
    role: { name: 'Role', text: 'User or Account Admin. Empty: User.' },
    language: { name: 'Language', text: 'Of e-mails and pages for the user. Empty: that of the account.' },
    mobile: { name: 'Mobile', text: 'With country code, for example +49 171 1234567.' },
    location: { name: 'Location', text: 'The name of a location that the account has.' },
    id: { name: 'ID', text: 'From an export: says whom a row changes. Needs “Overwrite existing users”.' },
    account: { name: 'Account', text: 'A customer by name, customer number or ID; or your own account.' },
  },
  field: {
    id: 'ID',
    account: 'Account',
    firstName: 'First name',
    lastName: 'Last name',
    name: 'Name',
    email: 'E-mail address',
    role: 'Role',
    language: 'Language',
    mobile: 'Mobile',
    location: 'Location',
    extension: 'Extension',
  },
} as const
