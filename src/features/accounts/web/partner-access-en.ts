/** Words of whether the partner may enter an account, and of what keeps somebody of it out. */
export const partnerAccess = {
  title: 'Partner access',
  lead: 'Administrators of the partner that made this account may enter it and do what its own administrators do, except for a few matters that are yours alone. What they do stands in the events of this account.',
  label: 'May they enter?',
  state: { open: 'Open', until: 'Open until {{end}}', closed: 'Closed' },
  ended: 'It was open until {{end}}, and has been closed since then.',
  door: { open: 'Open', until: 'Open until a day', closed: 'Closed' },
  help: {
    open: 'They may enter at any time.',
    until:
      'They may enter until the end of that day. From then on it is closed, without anybody having to do anything.',
    closed:
      'They see nobody and nothing in this account, and change nothing. They cannot help you until you open it again.',
  },
  day: 'Last day',
  dayHelp: 'It counts to its end, in your time zone.',
  change: 'Change partner access',
  because: {
    partner: 'Only an administrator of {{name}} itself changes this.',
    day: 'Choose a day that is not over.',
    same: 'That is how it stands.',
  },
  ask: {
    open: 'Open this account to the partner?',
    until: 'Open this account to the partner until that day?',
    closed: 'Close this account to the partner?',
  },
  will: {
    open: 'The partner’s administrators may enter this account from now on, until you close it.',
    until: 'The partner’s administrators may enter this account until the end of that day.',
    closed:
      'The partner’s administrators are out at once: this account and its people do not exist for them. What they made here stays, and so do its licences.',
  },
  told: 'They are told by e-mail, and so are the other administrators of this account.',
  submit: {
    open: 'Let the partner in',
    until: 'Let the partner in until then',
    closed: 'Close to the partner',
  },
  done: {
    open: 'The partner may enter.',
    until: 'The partner may enter until the end of that day.',
    closed: 'The partner may no longer enter.',
  },
  keptOut: { title: 'Second factor needed', enrol: 'Set up my second factor' },
} as const
