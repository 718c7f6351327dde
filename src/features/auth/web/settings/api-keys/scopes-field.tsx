import { Button, Checkbox, Group, Input, Stack, Text } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermissionOfRoles } from '../../../api-keys/schema.ts'
import { groupedPermissions } from '../permissions.ts'
import { presets, scopesOf } from './key-values.ts'
import classes from './scopes-field.module.css'

interface ScopesFieldProps {
  offered: PermissionOfRoles[]
  accountKind: 'operator' | 'partner' | 'customer'
  value: string[]
  onChange: (scopes: string[]) => void
  error: ReactNode
}

/** What a key may do: single rights by group, or many of them by one button. */
export function ScopesField({ offered, accountKind, value, onChange, error }: ScopesFieldProps) {
  const { t } = useTranslation('apiKeys')
  const id = useId()
  const order = offered.map(({ name }) => name)

  function toggle(name: string, chosen: boolean) {
    onChange(order.filter((each) => (each === name ? chosen : value.includes(each))))
  }

  return (
    <fieldset className={classes.field} aria-describedby={`${id}-help`}>
      <legend className={classes.legend}>{t('field.scopes')}</legend>
      <Stack gap="sm">
        <Input.Description size="sm" id={`${id}-help`}>
          {t('help.scopes')}
        </Input.Description>
        <Group gap={6} role="group" aria-label={t('preset.label')}>
          {presets.map((preset) => (
            <Button
              key={preset}
              size="compact-sm"
              variant="default"
              onClick={() => onChange(scopesOf(preset, offered))}
            >
              {t(`preset.${preset}`)}
            </Button>
          ))}
        </Group>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('chosen', { count: value.length, all: offered.length })}
        </Text>
        {error && <Input.Error size="sm">{error}</Input.Error>}
        <Groups offered={offered} accountKind={accountKind} value={value} onToggle={toggle} />
      </Stack>
    </fieldset>
  )
}

interface GroupsProps extends Pick<ScopesFieldProps, 'offered' | 'accountKind' | 'value'> {
  onToggle: (name: string, chosen: boolean) => void
}

function Groups({ offered, accountKind, value, onToggle }: GroupsProps) {
  const { t } = useTranslation('permissions')
  return groupedPermissions(offered, accountKind).map(({ group, permissions }, place) => (
    <fieldset key={group} className={classes.group}>
      <legend>{t(`group.${group}`)}</legend>
      <Stack gap={8}>
        {permissions.map(({ name, allows }, index) => (
          <Checkbox
            key={name}
            size="sm"
            label={allows}
            description={name}
            checked={value.includes(name)}
            // A link to the field goes to its first box.
            data-path={place === 0 && index === 0 ? 'scopes' : undefined}
            onChange={(event) => onToggle(name, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </fieldset>
  ))
}
