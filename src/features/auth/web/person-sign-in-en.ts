/** Words of how a person signs in, and of what an administrator does about it. */
export const personSignIn = {
  fact: {
    registered: 'Registered',
    lastSignIn: 'Last sign-in',
    password: 'Password',
    secondFactor: 'Second factor',
    singleSignOn: 'Single sign-on',
    sessions: 'Signed in now',
  },
  value: {
    notRegistered: 'Not yet',
    hasPassword: 'Set',
    noPassword: 'Not set',
    secondFactorSince: 'Since {{date}}',
    noSecondFactor: 'None',
    linkedSince: 'Linked since {{date}}',
    notLinked: 'Not linked',
    sessions_zero: 'Nowhere',
    sessions_one: 'In {{count, number}} browser',
    sessions_other: 'In {{count, number}} browsers',
  },
  locked: 'Locked {{when}}',
  lockedText:
    'The right password was given, and then too many wrong codes. Somebody else may know the password: reset it before you unlock them, unless they say it was them.',
  acts: 'What you can do',
  act: {
    reset: 'Reset password',
    signOut: 'Sign out everywhere',
    removeSecondFactor: 'Remove second factor',
    unlock: 'Unlock',
  },
  because: {
    notRegistered: 'Has not finished their account yet. Send the welcome e-mail instead.',
    inactive: 'Is deactivated and cannot sign in. Reactivate them first.',
    singleSignOn: 'Passwords are left to the identity provider of the account, {{name}}.',
    nowhere: 'Is signed in nowhere.',
    noSecondFactor: 'Has no second factor.',
    self: 'This is you. Do it in your own menu, under Security.',
  },
  confirm: {
    signOut: {
      title: 'Sign {{name}} out everywhere?',
      text: 'Every browser in which they are signed in asks for their sign-in again. They are told by e-mail.',
      done: '{{name}} was signed out everywhere.',
    },
    removeSecondFactor: {
      title: 'Remove the second factor of {{name}}?',
      text: 'For somebody who has lost their authenticator app and their recovery codes. Until they set up a new one, their password alone opens their account. Make sure that it is really they who ask; they are told by e-mail.',
      done: 'The second factor of {{name}} was removed.',
    },
    unlock: {
      title: 'Unlock {{name}}?',
      text: 'They can sign in again at once, with the password and the second factor that they have. They are told by e-mail.',
      done: '{{name}} was unlocked.',
    },
  },
  dialog: {
    welcome: {
      title_one: 'Send {{count, number}} welcome e-mail?',
      title_other: 'Send {{count, number}} welcome e-mails?',
      titleAll: 'Send welcome e-mails?',
      text: 'Each gets an e-mail with a link to finish building their account. It works once, for seven days, and ends the link of an earlier e-mail. Who has registered, and who is deactivated, is left out.',
      submit: 'Send',
      started: 'Welcome e-mails',
    },
    reset: {
      title_one: 'Reset the password of {{count, number}} user?',
      title_other: 'Reset the passwords of {{count, number}} users?',
      titleAll: 'Reset passwords?',
      text: 'Each gets an e-mail with a link and a confirmation code, good for 72 hours, with which they choose a new password. Until then their password stays as it is. Who has not registered, and who is deactivated, is left out.',
      submit: 'Send',
      started: 'Password resets',
    },
  },
} as const
