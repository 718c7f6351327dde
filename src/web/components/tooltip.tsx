/** A file of its own, because only the whole of a file is loaded when it is wanted. */
export { Tooltip } from '@mantine/core'
