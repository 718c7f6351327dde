/** Words of the rights that roles and API keys have. */
export const permissions = {
  group: {
    people: 'User management',
    deployment: 'Client deployment',
    activity: 'Activity',
    settings: 'Settings',
    customers: 'Customers',
  },
} as const
