import { Button, Paper, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Import } from '../schema.ts'
import { importsQuery } from './api.ts'
import classes from './earlier-imports.module.css'
import { useImportPlace } from './import-place.ts'
import { ImportStatus, useCounts } from './import-status.tsx'

/** The imports of an account, newest first: what each was, where it stands, by whom. */
export function EarlierImports() {
  const { t } = useTranslation('imports')
  const list = useInfiniteQuery(importsQuery(useImportPlace()))
  const imports = list.data?.pages.flatMap(({ items }) => items)
  if (list.error && !imports) return <ProblemAlert problem={list.error} retry={list.refetch} />
  return (
    <Paper withBorder component="section" aria-labelledby="earlier-imports">
      <Text component="h2" id="earlier-imports" fw={600} className={classes.title}>
        {t('earlier.title')}
      </Text>
      {!imports && <Skeleton height={72} m="md" />}
      {imports?.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.none}>
          {t('earlier.none')}
        </Text>
      )}
      {imports && imports.length > 0 && (
        <ul className={classes.list}>
          {imports.map((plan) => (
            <Entry key={plan.id} plan={plan} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          size="xs"
          m="xs"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('earlier.more')}
        </Button>
      )}
    </Paper>
  )
}

function Entry({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId, kind } = useImportPlace()
  const counts = useCounts()
  return (
    <li className={classes.entry}>
      <TextLink
        to={kind.pages.plan}
        params={{ accountId, importId: plan.id }}
        size="sm"
        fw={600}
        className={classes.name}
      >
        {plan.fileName ?? t('pastedName')}
      </TextLink>
      <ImportStatus status={plan.status} />
      <Text size="sm" className={classes.counts}>
        {counts(plan)}
      </Text>
      <Text size="sm" c="dimmed" className={classes.when}>
        <Time at={plan.createdAt} /> {plan.createdBy !== null && t('earlier.by', { name: plan.createdBy })}
      </Text>
    </li>
  )
}
