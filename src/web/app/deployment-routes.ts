import { createRoute } from '@tanstack/react-router'
import type { DeploymentEmail } from '#features/deployment/email/schema.ts'
import { manageSearch } from '#features/deployment/subscribers/web/search.ts'
import { planSearch } from '#features/imports/web/search.ts'
import { idOf, oneOf } from '#web/lib/address.ts'
import { account } from './account-route.ts'
import { page } from './page.ts'

const manage = createRoute({
  getParentRoute: () => account,
  path: 'deployment/subscribers',
  validateSearch: manageSearch,
  component: page(['subscribers', 'deployments'], () => import('./pages/manage.tsx'), 'Manage'),
})

const upload = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import',
  component: page(['imports'], () => import('#features/imports/web/upload-page.tsx'), 'SubscriberUpload'),
})

const plan = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import/$importId',
  validateSearch: planSearch,
  component: page(['imports'], () => import('#features/imports/web/import-page.tsx'), 'SubscriberImport'),
})

const profiles = createRoute({
  getParentRoute: () => account,
  path: 'deployment/profiles',
  validateSearch: (given: Record<string, unknown>): { open?: string | undefined } => ({
    open: oneOf(['new'], given.open) ?? idOf(given.open),
  }),
  component: page(
    ['profiles'],
    () => import('#features/deployment/profiles/web/profiles-page.tsx'),
    'ProfilesPage',
  ),
})

const email = createRoute({
  getParentRoute: () => account,
  path: 'deployment/email',
  validateSearch: (
    given: Record<string, unknown>,
  ): { language?: DeploymentEmail['language'] | undefined } => ({
    language: oneOf(['en', 'de', 'fr', 'es', 'pt'], given.language),
  }),
  component: page(['email'], () => import('#features/deployment/email/web/email-page.tsx'), 'EmailPage'),
})

const redirectServer = createRoute({
  getParentRoute: () => account,
  path: 'deployment/redirect-server',
  component: page(
    ['redirect'],
    () => import('#features/deployment/redirect/web/redirect-page.tsx'),
    'RedirectPage',
  ),
})

/** Client deployment. */
export const deploymentRoutes = [manage, upload, plan, profiles, email, redirectServer] as const
