import { accounts } from './accounts/feature.ts'
import { audit } from './audit/feature.ts'
import { auth } from './auth/feature.ts'
import { deployment } from './deployment/feature.ts'
import type { Feature } from './feature.ts'
import { imports } from './imports/feature.ts'
import { licences } from './licences/feature.ts'
import { numbers } from './numbers/feature.ts'
import { operations } from './operations/feature.ts'
import { portal } from './portal/feature.ts'
import { users } from './users/feature.ts'

/** Every slice of the product, lower ones first. The one list: what is not here does not exist. */
export const features: Feature[] = [
  audit,
  accounts,
  operations,
  users,
  auth,
  licences,
  numbers,
  deployment,
  imports,
  portal,
]
