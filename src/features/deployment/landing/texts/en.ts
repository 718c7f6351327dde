import type { LandingTexts } from '../texts.ts'

export const en: LandingTexts = {
  hello: 'Hello',
  askPin: {
    lead: 'Enter your PIN and choose your app. Then your softphone is set up.',
    label: 'PIN',
    hint: 'Your administrator gave it to you separately. It is not in the e-mail.',
    wrong: 'That PIN is not right.',
    attemptsLeft: (count) => (count === 1 ? 'One try is left.' : `${count} tries are left.`),
    malformed: 'A PIN has 4 to 20 digits and nothing else. This did not count as a try.',
  },
  chooseApp: {
    lead: 'Choose the app that you want to make and take calls with.',
    legend: 'Your app',
    others: 'Other apps',
    missing: 'Choose an app first.',
    press: 'Continue',
  },
  apps: {
    generic: 'Set up by hand',
    hints: {
      linphone: 'Free app for Android, iPhone and computers. It sets itself up.',
      microsip: 'For Windows. You save a file.',
      baresip: 'For Linux and Mac. You save a file.',
      generic: 'For any other softphone. You copy the settings.',
    },
  },
  addressNote: (host) => `This page belongs to ${host}. Continue only if your browser shows this address.`,
  linphone: {
    title: 'Set up Linphone',
    onPhone: 'Press the button. Linphone opens and sets itself up.',
    open: 'Open in Linphone',
    notInstalled: 'Linphone is not installed yet?',
    afterInstalling: 'Install it, then come back to this page.',
    stores: {
      android: 'Google Play (Android)',
      ios: 'App Store (iPhone)',
      computer: 'Linphone for computers',
    },
    scan: 'Scan with the app',
    scanHow: 'Open Linphone on your phone, choose to scan a QR code, and point the camera at this picture.',
    qr: 'QR code for Linphone',
    qrHides: 'The picture is hidden after 2 minutes. Press its title to show it again.',
    openHere: 'Use Linphone on this computer',
    byHand: 'Enter the address by hand',
    byHandHow: 'In Linphone, choose to fetch a remote configuration and paste this address:',
  },
  file: {
    title: (app) => `Set up ${app}`,
    press: 'Download the configuration file',
    how: {
      microsip:
        'Close MicroSIP. Save the file as microsip.ini in the MicroSIP folder (%APPDATA%\\MicroSIP) and start MicroSIP.',
      baresip:
        'Close baresip. Save the file as “accounts” in the folder .baresip of your home folder and start baresip.',
    },
    holdsPassword: 'The file holds a password. Do not pass it on, and delete other copies of it.',
  },
  manual: {
    title: 'Settings for your softphone',
    lead: 'Copy these settings into your softphone. Keep the password to yourself.',
    show: 'Show',
    setting: 'Setting',
    value: 'Value',
    sections: {
      general: 'General',
      pbx: 'Account',
      mbg: 'Account away from the office',
      clientService: 'Client service',
    },
    settings: {
      displayName: 'Display name',
      voicemailNumber: 'Voicemail number',
      codecs: 'Codecs',
      userName: 'User name',
      password: 'Password',
      domain: 'Domain',
      host: 'Server',
      port: 'Port',
      transport: 'Transport',
      mediaSecurity: 'Media encryption',
      realm: 'Realm',
      registrationExpirySeconds: 'Registration expiry (seconds)',
    },
    mediaSecurity: { none: 'None', sdes: 'SRTP (SDES)', dtls: 'SRTP (DTLS)' },
  },
  validUntil: (time) => `Valid until ${time}, for one device.`,
  waiting: 'Waiting for the app. This page changes by itself.',
  seeResult: 'I have set it up',
  done: {
    title: (app, time) => `Set up on ${app}, ${time}`,
    lead: 'You can make and take calls now. You may close this page.',
    notMine: 'You did not set this up? Then block it. Your administrators are told.',
    block: 'Not my phone: block it',
  },
  blocked: {
    title: 'The phone is blocked',
    lead: 'It gets no settings from us any more, and your administrators have been told. Ask them for a new link when you need one.',
  },
  enterCode: {
    title: 'Enter your code',
    lead: 'Paste or type the authentication code from your e-mail.',
    label: 'Authentication code',
    hint: 'Capital and small letters differ. Spaces do not matter.',
    press: 'Continue',
  },
  unknownOrExpired: {
    title: 'This link does not work',
    lead: 'The link or code is unknown or has expired. Check that it is complete, or ask your administrator for a new one.',
  },
  expired: {
    title: 'This link has expired',
    lead: 'We can send a new one to your e-mail address. If nothing arrives, ask your administrator.',
    press: 'Send me a new link',
  },
  sent: {
    title: 'Look into your mailbox',
    lead: 'If a new link can be sent, it will arrive in the next few minutes. If nothing arrives, ask your administrator.',
  },
  used: {
    title: 'This link has already been used',
    lead: 'A softphone was set up with it. If you need another one, or if it was not you, ask your administrator.',
  },
  locked: {
    title: 'This link is locked',
    lead: 'A wrong PIN was entered too often. Ask your administrator to unlock it. Until then even the right PIN does not help.',
  },
  noApp: {
    title: 'No app can be set up at present',
    lead: 'Nothing is wrong with your link and nothing was used up, but none of the apps that it is for can take your settings. Ask your administrator. The same link works as soon as that is put right.',
  },
  stopped: {
    title: 'Too many wrong PINs from your network',
    lead: 'Wrong PINs were entered for many links from the internet connection that you use. Try again in an hour or use another connection, such as mobile data. Your link still works and no try was counted. If it does not help, ask your administrator.',
  },
  revoked: {
    title: 'This link is no longer valid',
    lead: 'It was withdrawn or replaced by a newer one. Use the newest e-mail, or ask your administrator.',
  },
  notForBrowsers: {
    title: 'This address is for your softphone',
    lead: 'A browser can do nothing with it, and nothing was used up. Open the link from your e-mail, or ask your administrator.',
  },
}
