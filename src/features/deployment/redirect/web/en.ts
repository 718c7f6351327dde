/** Words of Client deployment › Redirect server. */
export const redirect = {
  title: 'Redirect server',
  lead: 'Links in deployment e-mails lead to it, and it passes people on to this service.',
  refresh: 'Refresh',
  asked: 'Asked',
  state: {
    answers: 'Answers',
    silent: 'Does not answer',
    bypassed: 'Not used',
  },
  silent: {
    title: 'The redirect server does not answer this service',
    now: 'If it does not answer people either, links in e-mails cannot be opened until it does. New deployment e-mails wait and are sent then.',
    kept: 'Nothing is lost: when it is back, it is told of all open links that it does not know. Softphones that are set up work on and fetch their changes.',
    todo: 'What to do',
    steps: [
      'Check that the redirect server runs. It is part of “rollcall start”; on a machine of its own it is “rollcall redirect”.',
      'Check that this address leads to it: name, port, firewall and certificate.',
      'Check that ROLLCALL_REDIRECT_ORIGIN and ROLLCALL_REDIRECT_SECRET are the same on both sides.',
    ],
  },
  bypassed:
    'Links of this account point straight at this service. They work whether or not the redirect server answers.',
  fact: {
    address: 'Address',
    held: 'Links it holds',
    waiting: 'Links it is still to be told of',
    email: 'Default e-mail text',
  },
  help: {
    address: 'Links in deployment e-mails begin with it.',
    held: 'Open links of this account. They end when they are used up, expire or are replaced.',
    waiting: 'An e-mail goes out when the redirect server knows its link.',
    email: 'The version of the default text that it keeps for all services.',
  },
  links_zero: 'None',
  links_one: '{{count, number}} link',
  links_other: '{{count, number}} links',
  version: 'Version {{version}}',
  unknown: 'Not known',
  none: 'None yet',
} as const
