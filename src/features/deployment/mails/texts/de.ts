import type { MailTexts } from '../texts.ts'

export const de: MailTexts = {
  deployment: {
    subject: '{{accountName}}: Richten Sie Ihr Softphone ein',
    body: `Guten Tag {{firstName}} {{lastName}},

{{accountName}} hat ein Softphone für Sie vorbereitet: eine App, mit der Sie unter Ihrer dienstlichen Nummer telefonieren.
Ihre Nummer: {{directoryNumber}}

Öffnen Sie diesen Link auf dem Telefon oder Computer, mit dem Sie telefonieren möchten.

{{link}}

{{qrCode}}

Werden Sie nach einem Authentifizierungscode gefragt? Er lautet:
{{authenticationCode}}

Link und Code gelten bis {{expiresAt}}.`,
    button: 'Mein Softphone einrichten',
    qrAlt: 'QR-Code des Links',
    qrCaption: 'Scannen Sie ihn mit der Kamera Ihres Telefons, oder öffnen Sie den Link auf Ihrem Telefon.',
    pinNote:
      'Sie werden nach einer PIN gefragt. Ihr Administrator gibt sie Ihnen gesondert; in einer E-Mail steht sie nie.',
    codeNote: (address) => `Den Authentifizierungscode können Sie hier eingeben: ${address}`,
    forPerson: (who) => `Diese E-Mail ist für ${who}. Bitte geben Sie sie weiter.`,
  },
  test: {
    subject: (subject) => `[Test] ${subject}`,
    note: 'Dies ist ein Test der Bereitstellungs-E-Mail. Link und Code führen nirgendwohin.',
  },
  newPhone: {
    subject: (who, app, time) => `Ein neues Telefon wurde für ${who} eingerichtet (${app}, ${time} Uhr)`,
    lead: {
      owner: (who) =>
        `Für Sie (${who}) wurde ein neues Telefon eingerichtet. Man kann damit Ihre Anrufe annehmen und selbst anrufen.`,
      admins: (who) => `Für ${who} wurde ein neues Telefon eingerichtet.`,
    },
    app: 'App',
    when: 'Zeit',
    expected: 'Wenn Sie das erwartet haben, ist nichts zu tun.',
    unexpected: {
      owner:
        'Wenn Sie es nicht waren, drücken Sie auf die Schaltfläche. Das Telefon wird dann gesperrt, und Ihre Administratoren werden benachrichtigt.',
      admins: 'Wenn niemand davon weiß, drücken Sie auf die Schaltfläche. Das Telefon wird dann gesperrt.',
    },
    button: { owner: 'Das war ich nicht', admins: 'Nicht erwartet: sperren' },
  },
}
