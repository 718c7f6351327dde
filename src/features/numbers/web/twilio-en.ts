/** Words of Integrations and apps › Twilio. Names of what is found at Twilio are those of its console. */
export const twilio = {
  title: 'Twilio',
  lead: 'Twilio rents out telephone numbers and carries text messages (SMS). The users of this account can be given its numbers.',
  absent: {
    title: 'No SMS numbers here',
    text: 'The users of a partner account have no SMS numbers. Open the account of a customer.',
  },
  advanced: 'Advanced',
  field: {
    accountSid: 'Account SID',
    keySid: 'API key SID',
    origin: 'Address of the API',
  },
  secret: { account: 'Auth token', key: 'Secret of the API key' },
  help: {
    accountSid: 'By which Twilio knows the account: AC and 32 characters.',
    keySid:
      'Optional. SK and 32 characters: an API key can be taken back at Twilio by itself, the auth token signs in to everything.',
    accountSecret: 'Stands beside the account SID. It is stored sealed and never shown.',
    keySecret: 'Twilio shows it once, when the key is made. It is stored sealed and never shown.',
    secretAgain: 'Enter it again: it is kept for the address and the SIDs it was entered for.',
    origin: 'Another one only if your numbers are reached through a gateway of your own.',
  },
  join: {
    title: 'Connect your Twilio account',
    lead: 'It takes a few minutes. Nobody is given a number by it, and nothing is changed at Twilio.',
    steps: 'What to do at Twilio',
    step: [
      'Sign in to the Twilio Console and choose the account, or the subaccount, whose numbers your users shall have.',
      'Its home page shows the *Account SID* and the *Auth Token* under *Account Info*. Copy the SID.',
      'Under *API keys & tokens* create a standard API key and copy its *SID* and its *Secret*. Without a key, copy the auth token.',
    ],
    console: 'Open the Twilio Console',
    submit: 'Connect',
  },
  saved: {
    working: 'Twilio accepts what you entered.',
    failing: 'What you entered was saved, but it does not work yet. The page says why.',
  },
  state: { unchecked: 'Not tested', working: 'Working', failing: 'Not working' },
  account: {
    title: 'Twilio account',
    change: 'Change',
    noKey: 'None: the account itself signs in',
    secretSet: 'Set, not shown',
    noSecret: 'None',
  },
  test: { start: 'Test connection', working: 'Twilio accepts the SIDs and the secret.' },
  remove: {
    open: 'Disconnect',
    turnOffFirst: 'Turn Twilio off first.',
    title: 'Disconnect Twilio?',
    submit: 'Disconnect',
    text: 'The SIDs and the secret are forgotten here, and the free numbers leave the list. At Twilio nothing changes.',
    given_zero: 'Nobody has a number.',
    given_one:
      '{{count, number}} user keeps their number as a text: it is shown as gone, and sends nothing until the account is connected again.',
    given_other:
      '{{count, number}} users keep their numbers as a text: they are shown as gone, and send nothing until the account is connected again.',
    done: 'The Twilio account was disconnected.',
  },
  use: {
    title: 'Use',
    label: 'Use Twilio',
    help: 'Its numbers are read every hour.',
    notWorking: 'It can be turned on once the Twilio account works.',
    turnedOn: 'Twilio is on.',
    turnedOff: 'Twilio is off.',
    off: {
      title: 'Turn Twilio off?',
      submit: 'Turn off',
      text: 'Nobody can be given a number until it is on again, and the list of numbers is not kept up to date. Who has a number keeps it.',
    },
  },
  userNumbers: {
    label: 'User numbers',
    help: 'Each user can be given one of the numbers for text messages, where they are edited or for many at once.',
    twilioOff: 'Turn Twilio on first.',
    turnedOn: 'Users can be given numbers.',
    turnedOff: 'Users cannot be given numbers any more. Who has one keeps it.',
  },
  numbers: {
    title: 'Numbers',
    lead: 'Those of the Twilio account that can send text messages.',
    count: 'Numbers',
    free: 'Of those free',
    open: 'Show them',
    synchronised: 'Last synchronised',
  },
  synchronise: {
    start: 'Synchronise now',
    running: 'The numbers are being read.',
    believe: 'Synchronise all the same',
    believeTitle: 'Are these numbers really gone?',
    believeText: 'If so, they leave the list, and who has one of them sends nothing with it any more.',
    believeSubmit: 'They are gone',
  },
} as const
