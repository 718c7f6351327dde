import type { Permission } from '#platform/http/index.ts'

export const inviteUsers: Permission = {
  name: 'users.invite',
  allows: 'Send people of the account their welcome e-mail, and see what became of it.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const managePersonSignIn: Permission = {
  name: 'users.sign-in',
  allows: 'See how people of the account sign in; unlock them, sign them out and remove their second factor.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const readSignInPolicy: Permission = {
  name: 'sign-in-policy.read',
  allows: 'See what the account asks of those who sign in.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const changeSignInPolicy: Permission = {
  name: 'sign-in-policy.change',
  allows: 'Change what the account asks of those who sign in.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const readPermissions: Permission = {
  name: 'roles.read',
  allows: 'See what each role of the account may do.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const readApiKeys: Permission = {
  name: 'api-keys.read',
  allows: 'See the API keys of the account, what they may do and when they were last used.',
  heldBy: ['account-admin', 'partner-admin'],
}

// Not for its partner, whose key would stay when the account closes its door: a partner makes keys at home, and they open what it may enter.
export const makeApiKeys: Permission = {
  name: 'api-keys.make',
  allows: 'Make API keys with permissions of one’s own.',
  heldBy: ['account-admin'],
}

export const revokeApiKeys: Permission = {
  name: 'api-keys.revoke',
  allows: 'Revoke API keys of the account.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const resetPasswords: Permission = {
  name: 'users.reset-passwords',
  allows: 'Send people of the account the e-mail with which they choose a new password.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const readSingleSignOn: Permission = {
  name: 'single-sign-on.read',
  allows: 'See how the account signs in by its identity provider, and its e-mail domains.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const changeSingleSignOn: Permission = {
  name: 'single-sign-on.change',
  allows: 'Set up, test and turn on single sign-on, and verify e-mail domains.',
  heldBy: ['account-admin', 'partner-admin'],
}
