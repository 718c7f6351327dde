/** Words of sign-in, set-up and step-up. */
export const auth = {
  signIn: {
    title: 'Sign in',
    lead: 'Sign in to administer your accounts.',
    submit: 'Sign in',
    choose: 'Which account?',
    chooseLead: 'This e-mail address and password are known in several accounts.',
    back: 'Use another e-mail address',
  },
  setUp: {
    title: 'Set up your account',
    lead: 'You become the first administrator. This link works once.',
    forTitle: 'Set your password',
    forLead:
      '{{email}} in {{account}}. This link works once. Wherever you are signed in, you are signed out.',
    submit: 'Set password and sign in',
    passwordHelp: 'At least {{count}} characters. A few words make a good password.',
    expired: 'This link cannot be used any more',
    toSignIn: 'Go to sign-in',
  },
  welcome: {
    title: 'Finish building your account',
    lead: '{{name}}, {{account}} has made an account for you. Choose the password with which you will sign in.',
    unknown:
      'It was used already, has expired, was replaced by a newer one or is not complete. If you have set a password, sign in. If not, ask the administrator of your account to send the welcome e-mail again.',
  },
  ready: {
    title: 'Your account is ready',
    lead: '{{name}}, you are signed in to {{account}} as {{email}}.',
    phone:
      'There is nothing more to do here. Your administrator sends you an e-mail with the link that sets up your phone.',
    signOut: 'Sign out',
  },
  stepUp: {
    title: 'Enter your password again',
    lead: 'This is a delicate act, so we make sure it is you.',
    submit: 'Go on',
  },
  field: { email: 'E-mail address', password: 'Password', firstName: 'First name', lastName: 'Last name' },
} as const
