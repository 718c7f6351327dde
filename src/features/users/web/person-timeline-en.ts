/** Words of a person's timeline, which is opened seldom: they are not loaded before. */
export const personTimeline = {
  empty: 'Nothing has happened yet',
  emptyText: 'As soon as this user is changed, invited or signs in, it stands here.',
  kind: {
    'user-added': 'Added',
    'user-changed': 'Changed: {{fields}}',
    'user-unregistered': 'The sign-in was deleted; a PBX supplies this user, who stays listed',
    'user-invited': 'The welcome e-mail was ordered for {{email}}',
    'password-set': 'A password was set',
    'set-up-link-made': 'A link was made with which {{email}} sets a new password',
    'session-opened': 'Signed in',
    'session-stepped-up': 'Entered the password again',
    'session-closed': 'Signed out',
  },
  field: '{{field}} ({{value}})',
  operation: '{{kind}}: {{outcome}}',
} as const
