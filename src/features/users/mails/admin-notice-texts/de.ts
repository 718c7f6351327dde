import type { NoticeTexts } from '../admin-notice-details.ts'

export const de: NoticeTexts = {
  what: {
    'deployment-email-changed': ({ language }) =>
      `Die Bereitstellungs-E-Mail (Sprache: ${language}) wurde geändert`,
    'central-address-set': ({ profile, address }) =>
      `Alle Bereitstellungs-E-Mails des Profils „${profile}“ gehen jetzt an ${address}`,
    'pin-disclosed': ({ person }) => `Die Bereitstellungs-PIN von ${person} wurde angezeigt`,
    'pins-disclosed': ({ count }) =>
      `Eine Liste mit den Bereitstellungs-PINs von ${count} Personen wurde erstellt`,
    'phone-blocked': ({ person }) => `Ein für ${person} eingerichtetes Telefon wurde als fremd gesperrt`,
    'phone-lost': ({ person, accounts }) =>
      `Ein Softphone von ${person} ist verloren oder gestohlen${accounts && `: Ändern Sie das SIP-Passwort von ${accounts}`}`,
    'link-handed-over': ({ person }) => `Der Bereitstellungslink von ${person} wurde von Hand entnommen`,
    'connection-secret-changed': ({ connection }) =>
      `Die Zugangsdaten der Verbindung „${connection}“ wurden geändert`,
    'connection-removed': ({ connection }) => `Die Verbindung „${connection}“ wurde entfernt`,
    'api-key-made': ({ name }) => `Der API-Schlüssel „${name}“ wurde erstellt`,
    'api-key-ended': ({ name }) =>
      `Der API-Schlüssel „${name}“ gilt nicht mehr, weil sein Ersteller dieses Konto nicht mehr verwaltet`,
    'api-keys-ended': ({ count }) =>
      `${count} API-Schlüssel gelten nicht mehr, weil ihr Ersteller dieses Konto nicht mehr verwaltet`,
    'export-with-pins': ({ count }) => `${count} Datensätze wurden mit ihren Bereitstellungs-PINs exportiert`,
    'export-made': ({ count }) => `${count} Datensätze wurden exportiert`,
    'deployment-started': () => 'Für Personen dieses Kontos werden Softphones bereitgestellt',
    'set-up-link-made': ({ person }) =>
      `Für ${person} wurde ein Link erstellt, mit dem ein neues Passwort gesetzt werden kann`,
    'password-resets-sent': ({ count }) =>
      `${count} Personen haben eine E-Mail erhalten, mit der sie ein neues Passwort wählen`,
    'admin-made': ({ person }) => `${person} kann dieses Konto jetzt verwalten`,
    'admins-made': ({ count }) => `${count} Personen können dieses Konto jetzt verwalten`,
    'admin-removed': ({ person }) => `${person} kann dieses Konto nicht mehr verwalten`,
    'admins-removed': ({ count }) => `${count} Personen können dieses Konto nicht mehr verwalten`,
    'admin-email-changed': ({ person, email }) =>
      `Die E-Mail-Adresse von ${person} (verwaltet dieses Konto) ist jetzt ${email}`,
    'person-locked': ({ person }) =>
      `${person} wurde gesperrt, weil nach dem richtigen Passwort falsche Codes eingegeben wurden`,
    'second-factor-removed': ({ person }) => `Die Authenticator-App von ${person} wurde entfernt`,
    'second-factor-asked-for': () => 'Administratoren dieses Kontos brauchen jetzt eine Authenticator-App',
    'second-factor-not-asked-for': () =>
      'Administratoren dieses Kontos brauchen keine Authenticator-App mehr',
    'account-deactivated': () => 'Dieses Konto wurde deaktiviert',
    'account-reactivated': () => 'Dieses Konto wurde reaktiviert',
    'partner-access-open': () => 'Der Partner darf dieses Konto betreten',
    'partner-access-until': ({ until }) => `Der Partner darf dieses Konto bis ${until} betreten`,
    'partner-access-closed': () => 'Der Partner darf dieses Konto nicht mehr betreten',
    'single-sign-on-changed': () => 'Das Single Sign-on dieses Kontos wurde geändert',
    'licences-ended': ({ count, product }) => `${count} Lizenzen für ${product} endeten mit ihrem Abonnement`,
  },
  by: 'Von',
  partner: 'Partner',
  operator: 'der Betreiber dieses Dienstes',
  adviceOnOperator:
    'Wenn Sie das erwartet haben, ist nichts zu tun. Wenn nicht, fragen Sie den Betreiber dieses Dienstes, wer das wollte: Vielleicht will sich jemand als diese Person anmelden.',
  when: 'Zeit',
  advice:
    'Wenn Sie das erwartet haben, ist nichts zu tun. Wenn nicht, sehen Sie nach, was sonst geschehen ist, und stellen Sie sicher, dass niemand anderes das Konto und das Postfach dieser Person benutzt.',
  adviceOnEndedLicences:
    'In keinem anderen Abonnement war ein Platz frei. Bitten Sie Ihren Partner um eine neue Bestellung und weisen Sie die Lizenzen dann neu zu.',
  adviceOnLostPhone:
    'Wer das Telefon hat, kann seine SIP-Passwörter gelesen haben. Ändern Sie sie an der Telefonanlage oder am Border Gateway, beenden Sie dort die Registrierungen und tragen Sie die neuen Passwörter im Datensatz ein; die anderen Softphones holen sie sofort ab.',
  adviceOnDeactivation:
    'Niemand aus dem Konto kann sich anmelden, Links funktionieren nicht mehr, und Softphones werden zurückgesetzt, wenn sie das nächste Mal nach ihrer Konfiguration fragen. Wenn Sie das nicht erwartet haben, fragen Sie Ihren Partner.',
  adviceOnClosedAccess:
    'Administratoren des Partners sehen von diesem Konto nichts mehr; gelöscht wurde nichts. Wenn Sie das nicht erwartet haben, fragen Sie einen Administrator des Kontos.',
  button: 'Ansehen, was geschehen ist',
}
