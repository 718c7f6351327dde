import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from '#web/components/page-links.module.css'

/** The pages of User management › Users: everybody, and whoever was invited. Links, because each page has an address and filters of its own. */
export function UsersTabs({ accountId }: { accountId: string }) {
  const { t } = useTranslation('users')
  const link = { params: { accountId }, className: classes.link, activeOptions: { includeSearch: false } }
  return (
    <nav aria-label={t('tabs')} className={classes.links}>
      <Link to="/accounts/$accountId/users" {...link}>
        {t('title')}
      </Link>
      <Link to="/accounts/$accountId/invitations" {...link}>
        {t('invitations')}
      </Link>
    </nav>
  )
}
