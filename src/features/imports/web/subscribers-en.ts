/** What the pages of imports say of subscribers alone. */
export const subscribers = {
  title: 'Import subscribers (CSV)',
  columnsLead:
    'Last name and E-mail address are needed; all others may be left out. The labels of an export and those of the vendor’s product are understood.',
  templateHelp: 'A file with every column and one user as an example.',
  option: {
    partialHelp: 'Otherwise one error keeps the whole file out.',
    overwriteHelp: 'A row whose ID is that of a user changes this user. Without it, such rows are errors.',
    emptyClearsHelp:
      'Otherwise an empty cell leaves the stored value as it is. Only for rows that overwrite.',
  },
  noMail: 'No e-mail is sent until you deploy.',
  next: 'Next, select them in Manage and press Deploy.',
  list: 'Go to Manage',
  showPeople: 'Show these users',
  undo: {
    create_one:
      '{{count, number}} user who was added is removed, with the link and any mail that has not gone out.',
    create_other:
      '{{count, number}} users who were added are removed, with their links and any mail that has not gone out.',
    left: 'Records that somebody changed since, or who have set up a softphone, are left as they are. They are named at the end.',
  },
  field: {
    id: 'ID',
    profile: 'Profile',
    firstName: 'First name',
    lastName: 'Last name',
    email: 'E-mail address',
    language: 'Language',
    directoryNumber: 'Directory number',
    pbxSipHost: 'PBX SIP host',
    pbxSipUserName: 'PBX SIP user name',
    pbxSipPassword: 'PBX SIP password',
    voicemailNumber: 'Voicemail number',
    voicemailPin: 'Voicemail PIN',
    mbgSipHost: 'MBG SIP host',
    mbgSipUserName: 'MBG SIP user name',
    mbgSipPassword: 'MBG SIP password',
    clientServiceHost: 'Client service host',
    clientServicePort: 'Client service port',
    clientServiceUserName: 'Client service user name',
    clientServicePassword: 'Client service password',
    deploymentPin: 'Deployment PIN',
  },
} as const
