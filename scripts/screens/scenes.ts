import { portalScenes } from './portal.ts'
import { adminScene, android, aRow, both, type Scene } from './scene.ts'

/** In the order in which one meets them. */
export const scenes: Scene[] = [
  {
    name: 'sign-in',
    title: 'Sign in',
    sizes: both,
    signedIn: false,
    async open(page) {
      await page.goto('/sign-in')
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
    },
  },
  {
    name: 'forgot',
    title: 'A forgotten password',
    sizes: both,
    signedIn: false,
    async open(page) {
      await page.goto('/forgot')
      await page.getByRole('button', { name: 'Send e-mail' }).waitFor()
    },
  },
  {
    name: 'accounts',
    title: 'Accounts of a partner',
    sizes: both,
    signedIn: true,
    async open(page) {
      await page.goto('/accounts')
      await aRow('Northshore Clinic')(page)
      // The figures, which a job counts when somebody looks.
      await page.getByText(/^Counted/).waitFor()
    },
  },
  {
    name: 'users-of-customers',
    title: 'The users of all customers',
    sizes: both,
    signedIn: true,
    async open(page) {
      await page.goto('/accounts?tab=people')
      await aRow('Kühn')(page)
    },
  },
  adminScene('users', 'User management › Users', () => 'users', aRow('Kühn')),
  adminScene(
    'users-filter',
    'What the users can be narrowed to',
    () => 'users',
    async (page) => {
      await page.getByRole('button', { name: 'Add filter' }).click()
      await page.getByRole('button', { name: 'Property' }).click()
      await page.getByRole('button', { name: 'Inactive' }).waitFor()
    },
  ),
  adminScene(
    'user',
    'One user',
    ({ annaUserId }) => `users?open=${annaUserId}`,
    (page) => page.getByRole('textbox', { name: 'E-mail address' }).waitFor(),
  ),
  adminScene(
    'user-sign-in',
    'How one user signs in',
    ({ annaUserId }) => `users?open=${annaUserId}&tab=sign-in`,
    (page) => page.getByRole('button', { name: 'Reset password' }).waitFor(),
  ),
  adminScene(
    'users-new',
    'A new user',
    () => 'users?open=new',
    (page) => page.getByRole('textbox', { name: 'First name' }).waitFor(),
  ),
  adminScene(
    'manage-all',
    'What can be done to all users, or to the selected',
    () => 'users?open=manage',
    (page) => page.getByText('MiTeam Meetings licences').first().waitFor(),
  ),
  adminScene(
    'user-import',
    'User management › Import',
    () => 'users/import',
    (page) => page.getByText('receptionists.csv').first().waitFor(),
  ),
  adminScene(
    'user-import-review',
    'A file of people before it is imported',
    ({ userImportId }) => `users/import/${userImportId}`,
    aRow('Berg'),
  ),
  adminScene(
    'invitations',
    'User management › Users › Invitations',
    () => 'invitations',
    aRow('alpenhof.example'),
  ),
  adminScene('locations', 'User management › Locations', () => 'locations', aRow('Salzburg')),
  adminScene('manage', 'Client deployment › Manage', () => 'deployment/subscribers', aRow('Kühn')),
  adminScene(
    'deploy',
    'Deploying a selection',
    () => 'deployment/subscribers',
    async (page) => {
      await page.getByRole('checkbox', { name: 'Select all that match' }).check()
      await page.getByRole('button', { name: 'Deploy', exact: true }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Deploy/ })
        .waitFor()
    },
  ),
  adminScene(
    'new-user',
    'A user created by hand, with what is missing',
    () => 'deployment/subscribers?open=new',
    async (page) => {
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByRole('alert').waitFor()
    },
  ),
  adminScene(
    'clients',
    'The softphones of one person',
    ({ annaId }) => `deployment/subscribers?open=${annaId}&tab=clients`,
    (page) => page.getByRole('button', { name: /^Rename/ }).waitFor(),
  ),
  adminScene(
    'configuration',
    'What a softphone has, and what it will get',
    ({ annaId }) => `deployment/subscribers?open=${annaId}&tab=configuration`,
    (page) => page.getByRole('tabpanel', { name: 'Configuration' }).getByText('2001').first().waitFor(),
  ),
  adminScene(
    'timeline',
    'What happened to one person',
    ({ annaId }) => `deployment/subscribers?open=${annaId}&tab=timeline`,
    (page) => page.getByText(/^Deployment e-mail sent to/).waitFor(),
  ),
  adminScene(
    'import',
    'A file to import',
    () => 'deployment/import',
    (page) => page.getByText('new-starters.csv').first().waitFor(),
  ),
  adminScene(
    'import-review',
    'A file before it is imported',
    ({ importId }) => `deployment/import/${importId}`,
    aRow('Berg'),
  ),
  adminScene(
    'profiles',
    'Deployment profiles',
    ({ profileId }) => `deployment/profiles?open=${profileId}`,
    (page) => page.getByRole('textbox', { name: 'MBG SIP host' }).waitFor(),
  ),
  adminScene(
    'deployment-email',
    'Deployment e-mail, with its preview',
    () => 'deployment/email?language=en',
    (page) => page.getByTitle('The e-mail as its reader sees it').waitFor(),
  ),
  {
    name: 'mail',
    title: 'The deployment e-mail, as it arrives',
    sizes: both,
    signedIn: false,
    async open(page, { mailHtml }) {
      await page.setContent(mailHtml)
      await page.getByRole('img').first().waitFor()
    },
  },
  adminScene(
    'redirect-server',
    'Redirect server',
    () => 'deployment/redirect-server',
    (page) => page.getByRole('button', { name: 'Refresh' }).waitFor(),
  ),
  adminScene('operations', 'Operations', () => 'activity/operations', aRow('Deployment')),
  adminScene(
    'operation',
    'One operation: what became of each record',
    () => 'activity/operations',
    async (page) => {
      await aRow('Deployment')(page)
      await page.getByRole('row').filter({ hasText: 'Deployment' }).getByRole('link').first().click()
      await page.getByText('Kühn').first().waitFor()
    },
  ),
  adminScene('numbers', 'Telephony › Numbers', () => 'numbers', aRow('Mobile 3')),
  adminScene(
    'integrations',
    'Integrations',
    () => 'integrations',
    (page) => page.getByRole('heading', { name: 'MiTeam Meetings' }).waitFor(),
  ),
  adminScene(
    'twilio',
    'Integrations › Twilio',
    () => 'integrations/twilio',
    (page) => page.getByRole('button', { name: 'Synchronise now' }).waitFor(),
  ),
  adminScene('subscriptions', 'Subscriptions of a customer', () => 'subscriptions', aRow('NW-2026-114')),
  {
    name: 'orders',
    title: 'Orders of a partner',
    sizes: both,
    signedIn: true,
    async open(page, { partnerId }) {
      await page.goto(`/accounts/${partnerId}/orders`)
      await aRow('NW-2026-131')(page)
    },
  },
  adminScene(
    'events',
    'Event history',
    () => 'activity/events',
    (page) =>
      page
        .getByText(/^Changed/)
        .first()
        .waitFor(),
  ),
  adminScene(
    'account-settings',
    'Settings of an account',
    () => 'settings/account',
    (page) => page.getByRole('button', { name: 'Save' }).waitFor(),
  ),
  adminScene(
    'administrators',
    'Settings › Administrators and roles',
    () => 'settings/administrators?tab=roles',
    (page) => page.getByRole('table', { name: 'What each role may do' }).waitFor(),
  ),
  {
    name: 'new-api-key',
    title: 'Settings › API keys, a new one',
    sizes: both,
    signedIn: true,
    async open(page, { partnerId }) {
      await page.goto(`/accounts/${partnerId}/settings/api-keys?open=new`)
      await page.getByRole('button', { name: 'Read everything' }).click()
    },
  },
  adminScene(
    'account-security',
    'Settings › Security',
    () => 'settings/security',
    (page) => page.getByRole('switch', { name: 'Administrators need a second factor' }).waitFor(),
  ),
  adminScene(
    'single-sign-on',
    'Settings › Sign-in (SSO), the way to it',
    () => 'settings/sign-in',
    (page) => page.getByRole('textbox', { name: 'Issuer' }).waitFor(),
  ),
  {
    name: 'security',
    title: 'How one signs in oneself, and where one is signed in',
    sizes: both,
    signedIn: true,
    async open(page) {
      await page.goto('/me/security')
      await page.getByText('This one').waitFor()
    },
  },
  {
    name: 'own-password',
    title: 'A new password of one’s own',
    sizes: both,
    signedIn: true,
    async open(page) {
      await page.goto('/me/security')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByRole('textbox', { name: 'Current password' }).waitFor()
    },
  },
  ...portalScenes,
  {
    name: 'landing-pin',
    title: 'Behind the link: the PIN',
    sizes: both,
    signedIn: false,
    userAgent: android,
    async open(page, { openLink }) {
      await page.goto(openLink)
      await page.getByRole('textbox', { name: 'PIN' }).waitFor()
    },
  },
  {
    name: 'landing-ready',
    title: 'Behind the PIN: the QR code, or the button on a phone',
    sizes: both,
    signedIn: false,
    userAgent: android,
    async open(page, { openLink, pin }) {
      await page.goto(openLink)
      await page.getByRole('textbox', { name: 'PIN' }).fill(pin)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'Set up Linphone' }).waitFor()
    },
  },
]
