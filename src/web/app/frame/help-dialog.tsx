import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setSingleKeys, singleKeysOn } from '#web/lib/keys.ts'

const keys = [
  { act: 'search', keys: ['/'] },
  { act: 'walk', keys: ['↑', '↓'] },
  { act: 'open', keys: ['Enter'] },
  { act: 'close', keys: ['Esc'] },
  { act: 'select', keys: ['x'] },
  { act: 'edit', keys: ['e'] },
  { act: 'deploy', keys: ['d'] },
  { act: 'help', keys: ['?'] },
] as const

/** What the keyboard does, and a way to turn single keys off. */
export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('frame')
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Modal opened={opened} onClose={onClose} title={t('help.title')} size="md">
      <Stack>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {keys.map(({ act, keys: pressed }) => (
              <Table.Tr key={act}>
                <Table.Td w={110}>
                  {pressed.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Td>
                <Table.Td>{t(`help.key.${act}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label={t('help.single')}
          description={t('help.singleHelp')}
          checked={on}
          onChange={(event) => {
            setSingleKeys(event.currentTarget.checked)
            setOn(event.currentTarget.checked)
          }}
        />
      </Stack>
    </Modal>
  )
}
