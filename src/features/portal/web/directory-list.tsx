import { ActionIcon, Anchor, CopyButton, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconMail, IconMessage, IconPhone, IconPhoneCall } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { withNumbersJoined } from '#features/users/needle.ts'
import { Marked } from '#web/components/marked.tsx'
import { PhoneNumber } from '#web/components/phone-number.tsx'
import { mailLink } from '#web/lib/mail-link.ts'
import type { DirectoryEntry } from '../schema.ts'
import classes from './directory-list.module.css'

const icons = { extension: IconPhone, sms: IconMessage, mobile: IconPhoneCall }

/** People with their numbers as links that a softphone opens; what was searched for is marked. */
export function DirectoryList(props: { people: DirectoryEntry[]; search: string | undefined }): ReactNode {
  const { t } = useTranslation('portal')
  const needle = props.search === undefined ? undefined : withNumbersJoined(props.search)
  return (
    <ul className={classes.people} aria-label={t('directory.list')}>
      {props.people.map((person) => (
        <Somebody key={person.id} person={person} needle={needle} />
      ))}
    </ul>
  )
}

function Somebody({ person, needle }: { person: DirectoryEntry; needle: string | undefined }) {
  const { t } = useTranslation('portal')
  const { email, location, numbers } = person
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ')
  return (
    <li className={classes.person}>
      <div className={classes.words}>
        <Text fw={600}>
          <Marked text={name} search={needle} />
        </Text>
        {location !== null && (
          <Text size="sm" c="dimmed">
            <Marked text={location} search={needle} />
          </Text>
        )}
      </div>
      <div className={classes.ways}>
        {numbers.map(({ kind, number, uri }) => (
          <Way
            key={`${kind} ${number}`}
            icon={icons[kind]}
            href={uri}
            label={t('directory.call', { name, kind: t(`directory.kind.${kind}`), number })}
            value={number}
          >
            {kind === 'extension' ? (
              <Marked text={number} search={needle} />
            ) : (
              <PhoneNumber number={number} search={needle} />
            )}
          </Way>
        ))}
        <Way
          icon={IconMail}
          href={mailLink(email)}
          label={t('directory.write', { name, email })}
          value={email}
        >
          <Marked text={email} search={needle} />
        </Way>
      </div>
    </li>
  )
}

interface WayProps {
  icon: typeof IconPhone
  href: string
  label: string
  /** What the button beside it copies. */
  value: string
  children: ReactNode
}

/** One way to reach somebody. */
function Way({ icon: Shape, href, label, value, children }: WayProps) {
  const { t } = useTranslation('portal')
  return (
    <div className={classes.way}>
      <Shape size={16} aria-hidden className={classes.icon} />
      <Anchor href={href} aria-label={label} className={classes.link}>
        {children}
      </Anchor>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size={28}
            color={copied ? 'teal' : 'gray'}
            aria-label={t(copied ? 'directory.copied' : 'directory.copy', { value })}
            onClick={copy}
          >
            {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  )
}
