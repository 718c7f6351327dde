import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient, router } from './router.tsx'
import { colours, themeOf } from './theme.ts'
import { Toasts } from './toasts.tsx'
import { UpdateNotice } from './update-notice.tsx'

/** The admin UI. */
export function App() {
  // Nothing stands above that could wait for the words.
  const { t } = useTranslation('common', { useSuspense: false })
  const close = t('close')
  const theme = useMemo(() => themeOf({ close }), [close])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
      <Toasts />
      <UpdateNotice />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
