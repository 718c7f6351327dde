/** Words of Integrations and apps › Integrations. */
export const integrations = {
  title: 'Integrations',
  lead: 'What this account works with. Each card says what it does, whether it is on, and what is missing.',
  list: 'Integrations',
  name: {
    'miteam-meetings': 'MiTeam Meetings',
    micollab: 'MiCollab',
    'mivoice-business': 'MiVoice Business',
    twilio: 'Twilio',
    scim: 'SCIM provisioning',
    sso: 'Single sign-on',
    'mitel-cx': 'Mitel CX',
    'micloud-connect': 'MiCloud Connect',
    iot: 'IoT',
  },
  does: {
    'miteam-meetings': 'People meet on video. Their licences come out of subscriptions and are given here.',
    micollab:
      'Chat, presence and calls in one app. While it is on, it gives the MiTeam Meetings licences itself.',
    'mivoice-business': 'People and phones of the telephone system appear here.',
    twilio: 'People can be given numbers for text messages (SMS).',
    scim: 'The company’s directory adds, changes and removes people here by itself.',
    sso: 'People sign in where they sign in to everything else of their company.',
    'mitel-cx': 'Agents of the contact centre appear here with their licences.',
    'micloud-connect': 'People of the hosted telephone system appear here.',
    iot: 'Alarm buttons and sensors appear here beside the people who answer them.',
  },
  term: {
    'miteam-meetings': 'Mitel’s service for video meetings with chat and shared files.',
    micollab: 'Mitel’s server and app for chat, presence, calls and voicemail.',
    'mivoice-business': 'Mitel’s IP telephone system (PBX), which a company runs itself.',
    twilio: 'A company that rents out telephone numbers and carries text messages.',
    scim: 'System for Cross-domain Identity Management: the standard by which a directory such as Microsoft Entra ID keeps the people of other programs up to date.',
    sso: 'One sign-in for all programs of a company, by its own identity provider (SSO).',
    'mitel-cx': 'Mitel’s contact centre, which spreads calls and messages over agents.',
    'micloud-connect': 'A telephone system that Mitel runs for its customers.',
    iot: 'Internet of Things: devices without a person, such as sensors, that are connected to a network.',
  },
  state: {
    on: 'On',
    off: 'Off',
    failing: 'Not working',
    'not-available': 'Not available',
  },
  missing: 'What is missing',
  changed: 'Changed',
  changedBy: 'Changed by {{name}}',
  switch: 'Use {{name}}',
  switchHelp: {
    'miteam-meetings': {
      on: 'Licences can be given to people.',
      off: 'No licences can be given or taken.',
      governed: 'MiCollab is on, and gives the licences itself.',
    },
    micollab: {
      on: 'MiCollab gives the MiTeam Meetings licences.',
      off: 'MiTeam Meetings licences are given here.',
    },
  },
  setUp: 'Set up',
  open: 'Open',
  setUpNamed: 'Set up {{name}}',
  openNamed: 'Open {{name}}',
  subscriptions: 'Subscriptions',
  turned: { on: '{{name}} is on.', off: '{{name}} is off.' },
  dialog: {
    on: {
      title: 'Turn on {{name}}?',
      submit: 'Turn on',
      'miteam-meetings':
        'Licences for MiTeam Meetings can then be given to people, out of the subscriptions of this account, as long as MiCollab is off.',
      micollab:
        'MiCollab then gives and takes the licences for MiTeam Meetings itself. Who holds one keeps it, but licences cannot be given or taken here while MiCollab is on.',
    },
    off: {
      title: 'Turn off {{name}}?',
      submit: 'Turn off',
      'miteam-meetings':
        'Who holds a licence for MiTeam Meetings keeps it. Licences cannot be given or taken here until it is on again.',
      micollab:
        'Licences for MiTeam Meetings are then given and taken here again, as long as MiTeam Meetings is on.',
    },
  },
} as const
