/** Words of Settings › Security. */
export const accountSecurity = {
  title: 'Security',
  lead: 'What this account asks of the people who administer it.',
  secondFactor: {
    title: 'Second factor',
    label: 'Administrators need a second factor',
    help: 'Beside the password: a code from an authenticator app. A stolen password or mailbox then opens nothing.',
    on: 'On. Who administers this account without a second factor sets one up at the next page they open.',
    off: 'Off. Each administrator decides for themselves.',
    will_zero:
      'This account has no administrator of its own yet. Switched on, each one to come sets up a second factor before anything else.',
    will_one:
      'This account has {{count, number}} administrator. Switched on, who has no second factor sets one up before anything else; nobody is signed out.',
    will_other:
      'This account has {{count, number}} administrators. Switched on, those who have no second factor set one up before anything else; nobody is signed out.',
    exempt: 'Who comes by single sign-on is not asked: their identity provider does that.',
    partner: 'Administrators of the partner need one too: without, they see nothing of this account.',
    switchedOn: 'Administrators now need a second factor.',
    switchedOff: 'Administrators no longer need a second factor.',
    because: {
      notOwn:
        'Only an administrator of this account can switch it on, and only with a second factor of their own.',
      notEnrolled: 'Set up a second factor for yourself first. You would be the first who cannot go on.',
    },
    enrol: 'Set up my second factor',
  },
} as const
