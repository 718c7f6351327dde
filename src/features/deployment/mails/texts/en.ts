import type { MailTexts } from '../texts.ts'

export const en: MailTexts = {
  deployment: {
    subject: '{{accountName}}: set up your softphone',
    body: `Hello {{firstName}} {{lastName}},

{{accountName}} has prepared a softphone for you: an app with which you make and take calls under your work number.
Your number: {{directoryNumber}}

Open this link on the phone or computer that you want to make calls with.

{{link}}

{{qrCode}}

Are you asked for an authentication code? It is this one:
{{authenticationCode}}

The link and the code are valid until {{expiresAt}}.`,
    button: 'Set up my softphone',
    qrAlt: 'QR code of the link',
    qrCaption: 'Scan with your phone’s camera, or open the link on your phone.',
    pinNote:
      'You will be asked for a PIN. Your administrator gives it to you separately; it is never in an e-mail.',
    codeNote: (address) => `The authentication code can be entered at ${address}`,
    forPerson: (who) => `This e-mail is for ${who}. Please pass it on.`,
  },
  test: {
    subject: (subject) => `[Test] ${subject}`,
    note: 'This is a test of the deployment e-mail. Its link and its code lead nowhere.',
  },
  newPhone: {
    subject: (who, app, time) => `A new phone was set up for ${who} (${app}, ${time})`,
    lead: {
      owner: (who) => `A new phone was set up for you (${who}). It can make and take your calls.`,
      admins: (who) => `A new phone was set up for ${who}.`,
    },
    app: 'App',
    when: 'Time',
    expected: 'If this was expected, there is nothing to do.',
    unexpected: {
      owner:
        'If it was not you, press the button. The phone is then blocked, and your administrators are told.',
      admins: 'If nobody knows of it, press the button. The phone is then blocked.',
    },
    button: { owner: 'Not me', admins: 'Not expected: block it' },
  },
}
