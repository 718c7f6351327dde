import type { NoticeTexts } from '../admin-notice-details.ts'

export const en: NoticeTexts = {
  what: {
    'deployment-email-changed': ({ language }) => `The deployment e-mail in ${language} was changed`,
    'central-address-set': ({ profile, address }) =>
      `All deployment e-mails of the profile “${profile}” now go to ${address}`,
    'pin-disclosed': ({ person }) => `The deployment PIN of ${person} was shown`,
    'pins-disclosed': ({ count }) => `A list with the deployment PINs of ${count} people was made`,
    'phone-blocked': ({ person }) => `A phone set up for ${person} was blocked as not theirs`,
    'phone-lost': ({ person, accounts }) =>
      `A softphone of ${person} is lost or stolen${accounts && `: change the SIP password of ${accounts}`}`,
    'link-handed-over': ({ person }) => `The deployment link of ${person} was taken by hand`,
    'connection-secret-changed': ({ connection }) =>
      `The credentials of the connection “${connection}” were changed`,
    'connection-removed': ({ connection }) => `The connection “${connection}” was removed`,
    'api-key-made': ({ name }) => `The API key “${name}” was made`,
    'api-key-ended': ({ name }) =>
      `The API key “${name}” ended, because whoever made it can no longer administer this account`,
    'api-keys-ended': ({ count }) =>
      `${count} API keys ended, because whoever made them can no longer administer this account`,
    'export-with-pins': ({ count }) => `${count} records were exported with their deployment PINs`,
    'export-made': ({ count }) => `${count} records were exported`,
    'deployment-started': () => 'Softphones are being deployed to people of this account',
    'set-up-link-made': ({ person }) => `A link to set a new password was made for ${person}`,
    'password-resets-sent': ({ count }) =>
      `${count} people were sent an e-mail with which they choose a new password`,
    'admin-made': ({ person }) => `${person} can now administer this account`,
    'admins-made': ({ count }) => `${count} people can now administer this account`,
    'admin-removed': ({ person }) => `${person} can no longer administer this account`,
    'admins-removed': ({ count }) => `${count} people can no longer administer this account`,
    'admin-email-changed': ({ person, email }) =>
      `The e-mail address of ${person}, who administers this account, is now ${email}`,
    'person-locked': ({ person }) =>
      `${person} was locked, because wrong codes were entered after the right password`,
    'second-factor-removed': ({ person }) => `The authenticator app of ${person} was removed`,
    'second-factor-asked-for': () => 'Administrators of this account now need an authenticator app',
    'second-factor-not-asked-for': () => 'Administrators of this account no longer need an authenticator app',
    'account-deactivated': () => 'This account was deactivated',
    'account-reactivated': () => 'This account was reactivated',
    'partner-access-open': () => 'The partner may enter this account',
    'partner-access-until': ({ until }) => `The partner may enter this account until ${until}`,
    'partner-access-closed': () => 'The partner may no longer enter this account',
    'single-sign-on-changed': () => 'Single sign-on of this account was changed',
    'licences-ended': ({ count, product }) =>
      `${count} licences for ${product} ended with their subscription`,
  },
  by: 'By',
  partner: 'partner',
  operator: 'the operator of this service',
  adviceOnOperator:
    'If this was expected, there is nothing to do. If not, ask the operator of this service who wanted this: somebody may want to sign in as this person.',
  when: 'Time',
  advice:
    'If this was expected, there is nothing to do. If not, look at what else was done, and make sure that nobody else uses this person’s account and mailbox.',
  adviceOnEndedLicences:
    'No seat was free for them in another subscription. Ask your partner for a new order, then assign the licences again.',
  adviceOnLostPhone:
    'Whoever holds the phone may have read its SIP passwords. Change them at the telephone system or border gateway, end the registrations there, and enter the new passwords in the record; the other softphones fetch them at once.',
  adviceOnDeactivation:
    'Nobody of the account can sign in, links do not work any more, and softphones are reset when they next ask for their configuration. If you did not expect this, ask your partner.',
  adviceOnClosedAccess:
    'Administrators of the partner see nothing of this account any more; nothing was deleted. If you did not expect this, ask an administrator of the account.',
  button: 'See what was done',
}
