import { useRef, useState } from 'react'
import type { Profile, ProfileChanges } from '../schema.ts'
import { changeProfile, pbxFieldsMissingIn } from './api.ts'

/**
 * Saves changes of a profile. Where some of its users would lose the only way to register, it asks first: `missing` says how many they are,
 * and `answer` goes on or not (MU-9).
 */
export function useSaveProfile(accountId: string) {
  const [missing, setMissing] = useState<number>()
  const answered = useRef<(save: boolean) => void>(undefined)

  function ask(count: number): Promise<boolean> {
    setMissing(count)
    return new Promise((resolve) => {
      answered.current = resolve
    })
  }

  async function save(profile: Profile, changes: ProfileChanges, known = 0): Promise<Profile> {
    try {
      return await changeProfile(accountId, profile, changes, known)
    } catch (error) {
      const count = pbxFieldsMissingIn(error)
      if (count === undefined || !(await ask(count))) throw error
      return save(profile, changes, count)
    }
  }

  return {
    save,
    missing,
    answer: (saves: boolean) => {
      setMissing(undefined)
      answered.current?.(saves)
    },
  }
}
