import { type CSSVariablesResolver, createTheme, type MantineThemeOverride } from '@mantine/core'

const fieldOrder = { inputWrapperOrder: ['label', 'input', 'description', 'error'] as const }

/** Dense and calm: one accent, 14 px, small radii; help stands under its field. `close` names the buttons that close dialogs and notices. */
export function themeOf({ close }: { close: string }): MantineThemeOverride {
  return createTheme({
    primaryColor: 'indigo',
    primaryShade: { light: 7, dark: 7 },
    autoContrast: true,
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    fontFamily: "'Inter Variable', 'Inter Stand-in', system-ui, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace",
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    headings: {
      fontWeight: '650',
      sizes: {
        h1: { fontSize: '24px', lineHeight: '32px' },
        h2: { fontSize: '20px', lineHeight: '28px' },
        h3: { fontSize: '18px', lineHeight: '26px' },
        h4: { fontSize: '15px', lineHeight: '22px' },
      },
    },
    components: {
      Button: { defaultProps: { size: 'sm' } },
      Input: { defaultProps: { size: 'sm' } },
      InputWrapper: { defaultProps: { size: 'sm', ...fieldOrder } },
      TextInput: { defaultProps: { size: 'sm', ...fieldOrder } },
      PasswordInput: { defaultProps: { size: 'sm', ...fieldOrder } },
      NativeSelect: { defaultProps: { size: 'sm', ...fieldOrder } },
      Select: { defaultProps: { size: 'sm', allowDeselect: false, ...fieldOrder } },
      MultiSelect: { defaultProps: { size: 'sm', ...fieldOrder } },
      TagsInput: { defaultProps: { size: 'sm', ...fieldOrder } },
      Badge: { styles: { root: { textTransform: 'none', fontWeight: 600, letterSpacing: 0 } } },
      Modal: {
        defaultProps: {
          transitionProps: { duration: 120 },
          closeButtonProps: { 'aria-label': close },
          // Long names make titles of several lines.
          styles: { title: { lineHeight: 1.45 } },
          // Its header is no banner of the page, of which there is one already.
          attributes: { header: { role: 'none' } },
        },
      },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
      Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } },
      Tooltip: { defaultProps: { transitionProps: { duration: 100 }, openDelay: 250, withArrow: true } },
    },
  })
}

/** Mantine's own greys and light badges miss 4.5:1 on our backgrounds; these reach it in both schemes. */
export const colours: CSSVariablesResolver = ({ colors: { gray, dark, indigo } }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[7],
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-anchor': indigo[8],
    '--mantine-color-orange-light-color': '#9c3b00',
    '--mantine-color-teal-light-color': '#055c43',
    '--mantine-color-blue-light-color': '#15559c',
    '--mantine-color-red-light-color': '#a61e1e',
    '--mantine-color-gray-light-color': gray[8],
    '--mantine-color-indigo-light-color': indigo[9],
    '--rc-raised': gray[0],
    '--rc-line': gray[2],
    '--rc-chosen': '#eef2ff',
    '--rc-faint': gray[7],
    '--rc-mark': '#ffec99',
  },
  dark: {
    '--mantine-color-body': '#1a1b1e',
    '--mantine-color-dimmed': dark[1],
    '--mantine-color-placeholder': '#9a9a9a',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-anchor': indigo[3],
    '--mantine-color-default-border': '#3a3b40',
    '--mantine-color-red-light': '#3d2022',
    '--mantine-color-red-light-color': '#ffb3b3',
    '--mantine-color-orange-light': '#3a2a18',
    '--mantine-color-orange-light-color': '#ffc078',
    '--mantine-color-teal-light': '#14322b',
    '--mantine-color-teal-light-color': '#63e6be',
    '--mantine-color-blue-light': '#172b40',
    '--mantine-color-blue-light-color': '#a5d1ff',
    '--mantine-color-gray-light': '#2f3136',
    '--mantine-color-gray-light-color': '#ced4da',
    '--mantine-color-indigo-light': '#262c4d',
    '--mantine-color-indigo-light-color': '#bac8ff',
    '--rc-raised': '#212226',
    '--rc-line': '#2c2e33',
    '--rc-chosen': '#272b45',
    '--rc-faint': dark[1],
    '--rc-mark': '#5f4b00',
  },
})
