import { Skeleton, Stack } from '@mantine/core'

/** Stands for a form that is being loaded. */
export function FormSkeleton() {
  return (
    <Stack aria-hidden>
      <Skeleton height={24} width="50%" />
      <Skeleton height={34} />
      <Skeleton height={34} />
      <Skeleton height={34} />
    </Stack>
  )
}
