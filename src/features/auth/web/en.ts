import type { SingleSignOnProblem } from '../single-sign-on/schema.ts'

/** Words of sign-in, set-up and step-up. */
export const auth = {
  language: 'Language',
  signIn: {
    title: 'Sign in',
    lead: 'Use the e-mail address that your account was made for.',
    submit: 'Sign in',
    choose: 'Which account?',
    chooseLead: 'This e-mail address and password are known in several accounts.',
    back: 'Use another e-mail address',
    with: 'Sign in with {{name}}',
    or: 'or',
    forgot: 'Forgot your password?',
    passwordSet: 'Your password is set. Sign in with it; then you are asked for your second factor.',
  },
  /** Why the way back from an identity provider ended here, by the code in the address. */
  singleSignOnProblem: {
    'sso-failed':
      'Signing in at your identity provider did not work. Try again. If it goes on, tell the administrator of your account.',
    'sso-unknown-person':
      'You signed in at your identity provider, but nobody in this account has your e-mail address there. Ask the administrator of your account to add you.',
    'sso-refused':
      'Your identity provider did not let you in, or you cancelled. Try again, or ask your administrator.',
    'sso-expired': 'Signing in took too long, or was begun in another window. Try again.',
  } satisfies Record<SingleSignOnProblem, string>,
  secondFactor: {
    title: 'Code from your app',
    lead: 'Open your authenticator app and enter the six digits it shows for Rollcall.',
    code: 'Code',
    noCode: 'Enter the six digits from your app.',
    useRecovery: 'Use a recovery code instead',
    recoveryTitle: 'Recovery code',
    recoveryLead: 'Enter one of the recovery codes that you kept when you set up your app. It works once.',
    recoveryCode: 'Recovery code',
    noRecovery: 'Enter one of your recovery codes.',
    useApp: 'Use a code from your app',
    remember: 'Remember this device for 30 days',
    rememberHelp: 'It is not asked for a code meanwhile. Not on a device that others use.',
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
    leadTo:
      '{{name}}, {{account}} has made an account for you. You sign in with {{provider}}, as {{email}}; there is no password to choose.',
    continue: 'Continue with {{provider}}',
    unknown:
      'It was used already, has expired, was replaced by a newer one or is not complete. If you have set a password, sign in. If not, ask the administrator of your account to send the welcome e-mail again.',
  },
  forgot: {
    title: 'Forgot your password?',
    lead: 'Enter the e-mail address with which you sign in. You get an e-mail with a link and a confirmation code.',
    submit: 'Send e-mail',
    noAddress: 'Enter the whole e-mail address, such as anna@example.com.',
    toSignIn: 'Go to sign-in',
    sent: 'Look at your e-mails',
    sentLead:
      'If {{email}} has a password here, an e-mail is on its way. It may take a few minutes. Nothing there? Look in the folder for spam, or ask your administrator.',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'For your account at {{account}}. Have the e-mail with the confirmation code at hand: the code works for ten minutes after you go on.',
    goOn: 'Go on',
    formLead: 'For your account at {{account}}. Wherever you are signed in, you are signed out.',
    field: { code: 'Confirmation code', password: 'New password' },
    passwordHelp:
      'At least {{count}} characters; {{fewer}} are enough if you also sign in with an authenticator app. A few words make a good password.',
    timeLeft_one: 'Six digits from the e-mail. They work for less than a minute.',
    timeLeft_other: 'Six digits from the e-mail. They work for {{count}} more minutes.',
    submit: 'Change password',
    done: 'Your password is changed',
    doneLead: 'Sign in with the new one.',
    codeOver: 'This code cannot be used any more',
    sendAgain: 'Send me a new e-mail',
    sentAgain:
      'A new e-mail goes to the same address as the one before. It may take a few minutes. Use the newest e-mail: older links have ended.',
    toForgot: 'Ask for a new e-mail',
    again: 'Try again',
  },
  stepUp: {
    title: {
      password: 'Enter your password again',
      code: 'Enter a code from your app',
      elsewhere: 'Confirm that it is you',
    },
    instead: {
      password: 'Use your password instead',
      code: 'Use a code from your app instead',
      elsewhere: 'Sign in at your identity provider instead',
    },
    missing: { password: 'Enter your password.', code: 'Enter the six digits from your app.' },
    lead: 'This is a delicate act, so we make sure it is you.',
    submit: 'Go on',
    provider: 'your identity provider',
    confirmWith: 'Confirm with {{name}}',
    elsewhere:
      'You go to {{name}}, sign in there and come back to this page. Then press the button again. What you have typed here and not saved is lost, so copy it first.',
  },
  field: { email: 'E-mail address', password: 'Password', firstName: 'First name', lastName: 'Last name' },
} as const
