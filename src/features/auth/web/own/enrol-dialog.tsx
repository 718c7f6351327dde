import { Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewSecondFactor } from '../../second-factors/schema.ts'
import { EnrolForm } from './enrol-form.tsx'
import { RecoveryCodeList } from './recovery-code-list.tsx'

interface EnrolDialogProps {
  opened: boolean
  enrolment: NewSecondFactor | undefined
  onCancel: () => void
  onDone: () => void
}

/** An authenticator app is set up: its key, its first code, then the recovery codes, which cannot be closed before they were kept. */
export function EnrolDialog({ opened, enrolment, onCancel, onDone }: EnrolDialogProps): ReactNode {
  const { t } = useTranslation('security')
  const [codes, setCodes] = useState<string[]>()

  function finish() {
    onDone()
    setCodes(undefined)
  }

  const showsCodes = codes !== undefined
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title={t(showsCodes ? 'codes.title' : 'enrol.title')}
      closeOnEscape={!showsCodes}
      closeOnClickOutside={false}
      withCloseButton={!showsCodes}
    >
      {showsCodes ? (
        <RecoveryCodeList codes={codes} onDone={finish} />
      ) : (
        enrolment && <EnrolForm enrolment={enrolment} onConfirmed={setCodes} onCancel={onCancel} />
      )}
    </Modal>
  )
}
