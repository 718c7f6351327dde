import PostalMime, { type Address, type Email } from 'postal-mime'

/** A mail as it was received. */
export interface Mail {
  /** Counts from 1 in the order of arrival; part of its address. */
  number: number
  receivedAt: Date
  raw: Buffer
  content: Email
}

/** Reads a mail. @param raw the message as it came over SMTP */
export async function readMail(number: number, raw: Buffer, receivedAt: Date): Promise<Mail> {
  return { number, receivedAt, raw, content: await PostalMime.parse(raw) }
}

/** Whether the mail was written to this address. */
export function isTo(mail: Mail, address: string): boolean {
  return recipients(mail).some((one) => one.address.toLowerCase() === address.toLowerCase())
}

/** Name and address of everybody the mail is to, without groups. */
export function recipients({ content }: Mail): Array<{ name: string; address: string }> {
  return flat(content.to ?? [])
}

/** Name and address of who wrote it. */
export function senders({ content }: Mail): Array<{ name: string; address: string }> {
  return flat(content.from ? [content.from] : [])
}

/**
 * The HTML body for a frame that may load nothing: pictures that the mail carries stand in it as `data:` addresses, and links open
 * outside the frame. Undefined where the mail has none.
 */
export function framedHtml({ content }: Mail): string | undefined {
  if (content.html === undefined) return undefined
  const pictures = new Map(
    content.attachments.map((each) => [each.contentId?.replace(/^<|>$/g, ''), dataAddress(each)]),
  )
  const body = content.html.replace(/cid:([^"'\s)>]+)/g, (reference, id) => {
    return pictures.get(decodeURIComponent(id)) ?? reference
  })
  const outside = '<base target="_blank">'
  return /<head[^>]*>/i.test(body) ? body.replace(/<head[^>]*>/i, `$&${outside}`) : `${outside}${body}`
}

/** The first web address in the plain text: the link of a deployment or set-up mail. */
export function linkIn({ content }: Mail): string | undefined {
  return /https?:\/\/\S+/.exec(content.text ?? '')?.[0]
}

/** The bytes of an attachment. */
export function bytesOf({ content }: Email['attachments'][number]): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer)
}

function dataAddress(attachment: Email['attachments'][number]): string {
  return `data:${attachment.mimeType};base64,${bytesOf(attachment).toString('base64')}`
}

function flat(addresses: Address[]): Array<{ name: string; address: string }> {
  return addresses.flatMap((each) =>
    each.group ? flat(each.group) : [each as { name: string; address: string }],
  )
}
