import { Alert, List } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconAlertTriangle, IconTableImport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Import } from '../schema.ts'
import classes from './file-notices.module.css'
import { resetsClients } from './plan.ts'
import { ResetNotice } from './reset-notice.tsx'

/** What to know about the file as a whole: whose it is, and what its reader assumed, left out or found suspicious. */
export function FileNotices({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { flavour } = plan
  const warnings = plan.warnings.filter(({ code }) => code !== resetsClients)
  if (flavour !== 'vendor' && plan.warnings.length === 0) return null
  const sharedPin = warnings.some(({ code }) => code === 'pins.shared')
  return (
    <div className={classes.notices}>
      <ResetNotice plan={plan} />
      {flavour === 'vendor' && (
        <Alert variant="light" icon={<IconTableImport aria-hidden />} title={t('vendor.title')}>
          {t('vendor.text')}
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          <details open={!narrow}>
            <summary className={classes.title}>{t('warnings', { count: warnings.length })}</summary>
            <List size="sm">
              {warnings.map(({ code, message }) => (
                <List.Item key={`${code} ${message}`}>{message}</List.Item>
              ))}
              {sharedPin && <List.Item>{t('sharedPin')}</List.Item>}
            </List>
          </details>
        </Alert>
      )}
    </div>
  )
}
