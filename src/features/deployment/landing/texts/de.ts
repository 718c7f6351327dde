import type { LandingTexts } from '../texts.ts'

export const de: LandingTexts = {
  hello: 'Guten Tag',
  askPin: {
    lead: 'Geben Sie Ihre PIN ein und wählen Sie Ihre App. Dann wird Ihr Softphone eingerichtet.',
    label: 'PIN',
    hint: 'Sie haben sie gesondert von Ihrem Administrator erhalten. In der E-Mail steht sie nicht.',
    wrong: 'Diese PIN stimmt nicht.',
    attemptsLeft: (count) =>
      count === 1 ? 'Sie haben noch einen Versuch.' : `Sie haben noch ${count} Versuche.`,
    malformed: 'Eine PIN besteht nur aus Ziffern, und zwar 4 bis 20. Dies hat nicht als Versuch gezählt.',
  },
  chooseApp: {
    lead: 'Wählen Sie die App, mit der Sie telefonieren möchten.',
    legend: 'Ihre App',
    others: 'Andere Apps',
    missing: 'Wählen Sie zuerst eine App.',
    press: 'Weiter',
  },
  apps: {
    generic: 'Von Hand einrichten',
    hints: {
      linphone: 'Kostenlose App für Android, iPhone und Computer. Sie richtet sich selbst ein.',
      microsip: 'Für Windows. Sie speichern eine Datei.',
      baresip: 'Für Linux und Mac. Sie speichern eine Datei.',
      generic: 'Für jedes andere Softphone. Sie übertragen die Einstellungen.',
    },
  },
  addressNote: (host) =>
    `Diese Seite gehört zu ${host}. Fahren Sie nur fort, wenn Ihr Browser diese Adresse zeigt.`,
  linphone: {
    title: 'Linphone einrichten',
    onPhone: 'Drücken Sie auf die Schaltfläche. Linphone öffnet sich und richtet sich selbst ein.',
    open: 'In Linphone öffnen',
    notInstalled: 'Linphone ist noch nicht installiert?',
    afterInstalling: 'Installieren Sie es und kommen Sie dann auf diese Seite zurück.',
    stores: {
      android: 'Google Play (Android)',
      ios: 'App Store (iPhone)',
      computer: 'Linphone für Computer',
    },
    scan: 'Mit der App scannen',
    scanHow:
      'Öffnen Sie Linphone auf Ihrem Telefon, wählen Sie „QR-Code scannen“ und richten Sie die Kamera auf dieses Bild.',
    qr: 'QR-Code für Linphone',
    qrHides: 'Das Bild wird nach 2 Minuten verborgen. Drücken Sie auf seinen Titel, um es wieder zu zeigen.',
    openHere: 'Linphone auf diesem Computer nutzen',
    byHand: 'Adresse von Hand eingeben',
    byHandHow: 'Wählen Sie in Linphone „Konfiguration aus der Ferne laden“ und fügen Sie diese Adresse ein:',
  },
  file: {
    title: (app) => `${app} einrichten`,
    press: 'Konfigurationsdatei herunterladen',
    how: {
      microsip:
        'Beenden Sie MicroSIP. Speichern Sie die Datei als microsip.ini im Ordner von MicroSIP (%APPDATA%\\MicroSIP) und starten Sie MicroSIP.',
      baresip:
        'Beenden Sie baresip. Speichern Sie die Datei als „accounts“ im Ordner .baresip Ihres persönlichen Ordners und starten Sie baresip.',
    },
    holdsPassword:
      'Die Datei enthält ein Passwort. Geben Sie sie nicht weiter und löschen Sie weitere Kopien.',
  },
  manual: {
    title: 'Einstellungen für Ihr Softphone',
    lead: 'Übertragen Sie diese Einstellungen in Ihr Softphone. Behalten Sie das Passwort für sich.',
    show: 'Anzeigen',
    setting: 'Einstellung',
    value: 'Wert',
    sections: {
      general: 'Allgemein',
      pbx: 'Konto',
      mbg: 'Konto für unterwegs',
      clientService: 'Client-Dienst',
    },
    settings: {
      displayName: 'Anzeigename',
      voicemailNumber: 'Nummer der Mailbox',
      codecs: 'Codecs',
      userName: 'Benutzername',
      password: 'Passwort',
      domain: 'Domäne',
      host: 'Server',
      port: 'Port',
      transport: 'Transport',
      mediaSecurity: 'Sprachverschlüsselung',
      realm: 'Realm',
      registrationExpirySeconds: 'Gültigkeit der Anmeldung (Sekunden)',
    },
    mediaSecurity: { none: 'Keine', sdes: 'SRTP (SDES)', dtls: 'SRTP (DTLS)' },
  },
  validUntil: (time) => `Gültig bis ${time} Uhr, für ein Gerät.`,
  waiting: 'Wir warten auf die App. Diese Seite ändert sich von selbst.',
  seeResult: 'Ich habe sie eingerichtet',
  done: {
    title: (app, time) => `Auf ${app} eingerichtet, ${time} Uhr`,
    lead: 'Sie können jetzt telefonieren und diese Seite schließen.',
    notMine:
      'Sie haben das nicht eingerichtet? Dann sperren Sie es. Ihre Administratoren werden benachrichtigt.',
    block: 'Nicht mein Telefon: sperren',
  },
  blocked: {
    title: 'Das Telefon ist gesperrt',
    lead: 'Es erhält von uns keine Einstellungen mehr, und Ihre Administratoren sind benachrichtigt. Bitten Sie sie bei Bedarf um einen neuen Link.',
  },
  enterCode: {
    title: 'Code eingeben',
    lead: 'Fügen Sie den Authentifizierungscode aus Ihrer E-Mail ein oder tippen Sie ihn ab.',
    label: 'Authentifizierungscode',
    hint: 'Achten Sie auf Groß- und Kleinschreibung. Leerzeichen spielen keine Rolle.',
    press: 'Weiter',
  },
  unknownOrExpired: {
    title: 'Dieser Link funktioniert nicht',
    lead: 'Der Link oder Code ist unbekannt oder abgelaufen. Prüfen Sie, ob er vollständig ist, oder bitten Sie Ihren Administrator um einen neuen.',
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    lead: 'Wir können Ihnen einen neuen an Ihre E-Mail-Adresse senden. Kommt nichts an, fragen Sie Ihren Administrator.',
    press: 'Neuen Link senden',
  },
  sent: {
    title: 'Sehen Sie in Ihr Postfach',
    lead: 'Wenn ein neuer Link gesendet werden kann, trifft er in den nächsten Minuten ein. Kommt nichts an, fragen Sie Ihren Administrator.',
  },
  used: {
    title: 'Dieser Link wurde bereits benutzt',
    lead: 'Mit ihm wurde ein Softphone eingerichtet. Brauchen Sie ein weiteres oder waren Sie es nicht, fragen Sie Ihren Administrator.',
  },
  locked: {
    title: 'Dieser Link ist gesperrt',
    lead: 'Es wurde zu oft eine falsche PIN eingegeben. Bitten Sie Ihren Administrator, ihn zu entsperren. Bis dahin hilft auch die richtige PIN nicht.',
  },
  noApp: {
    title: 'Zurzeit lässt sich keine App einrichten',
    lead: 'Ihr Link ist in Ordnung und wurde nicht verbraucht, aber keine der Apps, für die er gedacht ist, kann Ihre Einstellungen übernehmen. Fragen Sie Ihren Administrator. Sobald das behoben ist, funktioniert derselbe Link.',
  },
  stopped: {
    title: 'Zu viele falsche PINs aus Ihrem Netz',
    lead: 'Über den Internetanschluss, den Sie nutzen, wurden bei vielen Links falsche PINs eingegeben. Versuchen Sie es in einer Stunde wieder oder über einen anderen Anschluss, zum Beispiel mobile Daten. Ihr Link gilt weiter, und es wurde kein Versuch gezählt. Hilft das nicht, fragen Sie Ihren Administrator.',
  },
  revoked: {
    title: 'Dieser Link gilt nicht mehr',
    lead: 'Er wurde zurückgezogen oder durch einen neueren ersetzt. Nutzen Sie die neueste E-Mail oder fragen Sie Ihren Administrator.',
  },
  notForBrowsers: {
    title: 'Diese Adresse ist für Ihr Softphone',
    lead: 'Ein Browser kann damit nichts anfangen, und es wurde nichts verbraucht. Öffnen Sie den Link aus Ihrer E-Mail oder fragen Sie Ihren Administrator.',
  },
}
