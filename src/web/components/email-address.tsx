import { Fragment } from 'react'

/** An e-mail address that has no room in one line goes on in the next one before the @ or a dot, and not in the middle of a name. */
export function EmailAddress({ address }: { address: string }) {
  return address.split(/(?=[@.])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an address have no other name, and never change places.
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
