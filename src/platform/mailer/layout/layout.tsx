import { Fragment } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Body, Button, Container, Head, Heading, Html, Img, Section, Text } from 'react-email'
import type { MailLanguage } from './language.ts'

/** The content id under which the QR is attached. */
export const qrImageCid = 'qr@rollcall'

/** One run of a line; codes that are typed elsewhere are set in a fixed-width face. */
export interface Run {
  text: string
  code: boolean
}

export type MailBlock =
  | { kind: 'paragraph'; lines: Run[][] }
  | { kind: 'note' | 'hint'; text: string }
  | { kind: 'button'; label: string; href: string }
  | { kind: 'qrCode'; alt: string; caption: string }

export interface MailContent {
  language: MailLanguage
  subject: string
  /** Who speaks: the account's name, at the head. */
  heading: string
  blocks: MailBlock[]
  footer: string
}

/**
 * One calm column. Everything stands in style attributes, because some mail programs drop style sheets; the sheet only
 * turns the colours for dark mode. Nothing is loaded from anywhere: no fonts, no pictures but the attached QR, no tracking.
 */
export function htmlOf({ language, subject, heading, blocks, footer }: MailContent): string {
  const markup = renderToStaticMarkup(
    <Html lang={language}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{subject}</title>
        <style>{darkMode}</style>
      </Head>
      <Body lang={language} style={styles.page} className="page">
        <Container style={styles.card} className="card">
          <Heading as="h1" style={styles.heading} className="text">
            {heading}
          </Heading>
          {blocks.map((block, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is rendered once and never changes.
            <Fragment key={at}>{rendered(block)}</Fragment>
          ))}
        </Container>
        <Container style={styles.foot}>
          <Text style={styles.quiet} className="quiet">
            {footer}
          </Text>
        </Container>
      </Body>
    </Html>,
  )
  return `<!doctype html>${markup}`
}

/** The same content for programs that show no HTML. Links stand on lines of their own, so that they can be pressed. */
export function textOf({ heading, blocks, footer }: MailContent): string {
  const parts = blocks.map(plain).filter((part) => part !== '')
  return `${[heading, ...parts, `--\n${footer}`].join('\n\n')}\n`
}

function plain(block: MailBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return block.lines.map((line) => line.map(({ text }) => text).join('')).join('\n')
    case 'note':
    case 'hint':
      return block.text
    case 'button':
      return `${block.label}:\n${block.href}`
    case 'qrCode':
      return ''
  }
}

function rendered(block: MailBlock) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <Text style={styles.paragraph} className="text">
          {block.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <Fragment key={at}>
              {at > 0 && <br />}
              {line.map(renderedRun)}
            </Fragment>
          ))}
        </Text>
      )
    case 'note':
      return (
        <Text style={styles.note} className="note">
          {block.text}
        </Text>
      )
    case 'hint':
      return (
        <Text style={styles.hint} className="quiet">
          {block.text}
        </Text>
      )
    case 'button':
      return (
        <Section style={styles.centred}>
          <Button href={block.href} style={styles.button} className="button">
            {block.label}
          </Button>
        </Section>
      )
    case 'qrCode':
      return (
        <Section style={styles.centred}>
          <Img
            src={`cid:${qrImageCid}`}
            alt={block.alt}
            width="220"
            height="220"
            style={styles.qr}
            // Otherwise React adds a preload link to the head, which a mail program may take for something to load.
            fetchPriority="low"
          />
          <Text style={styles.caption} className="quiet">
            {block.caption}
          </Text>
        </Section>
      )
  }
}

function renderedRun({ text, code }: Run, at: number) {
  if (!code) return text
  return (
    <code key={at} style={styles.code} className="code">
      {text}
    </code>
  )
}

const face = 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'

const styles = {
  page: { margin: '0', padding: '24px 12px', backgroundColor: '#f4f6f9', fontFamily: face },
  card: {
    maxWidth: '560px',
    padding: '28px 24px',
    backgroundColor: '#ffffff',
    border: '1px solid #dfe4ea',
    borderRadius: '12px',
  },
  heading: { margin: '0 0 20px', fontSize: '18px', lineHeight: '24px', fontWeight: 600, color: '#1b2430' },
  paragraph: { margin: '0 0 16px', fontSize: '16px', lineHeight: '24px', color: '#1b2430' },
  note: {
    margin: '0 0 16px',
    padding: '10px 14px',
    fontSize: '15px',
    lineHeight: '22px',
    color: '#1b2430',
    backgroundColor: '#eaf1fb',
    borderRadius: '8px',
  },
  hint: { margin: '0 0 16px', fontSize: '14px', lineHeight: '20px', color: '#55606f' },
  centred: { margin: '8px 0 20px', textAlign: 'center' },
  button: {
    padding: '14px 28px',
    fontSize: '16px',
    fontWeight: 600,
    color: '#ffffff',
    backgroundColor: '#1f5fbf',
    borderRadius: '8px',
  },
  // The white ground belongs to the code: cameras need it in dark mode too.
  qr: { margin: '0 auto', backgroundColor: '#ffffff', borderRadius: '8px' },
  caption: { margin: '6px 0 0', fontSize: '14px', lineHeight: '20px', color: '#55606f' },
  code: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '15px',
    color: '#1b2430',
  },
  foot: { maxWidth: '560px', padding: '12px 24px 0' },
  quiet: { margin: '0', fontSize: '13px', lineHeight: '19px', color: '#55606f' },
} as const

const darkMode = `@media (prefers-color-scheme:dark){
.page,.page>table>tbody>tr>td{background-color:#11161d !important}
.card{background-color:#1a212b !important;border-color:#3a4555 !important}
.text,.code{color:#e8edf4 !important}
.note{color:#e8edf4 !important;background-color:#1f2d42 !important}
.button{color:#0b1a30 !important;background-color:#8ab8ff !important}
.quiet{color:#a3afbf !important}
}`
