import type { Translation } from '#web/lib/i18n/translation.ts'
import type { auth as english } from './en.ts'

export const auth: Translation<typeof english> = {
  language: 'Sprache',
  signIn: {
    title: 'Anmelden',
    lead: 'Nehmen Sie die E-Mail-Adresse, für die Ihr Konto angelegt wurde.',
    submit: 'Anmelden',
    choose: 'Welches Konto?',
    chooseLead: 'Diese E-Mail-Adresse mit diesem Passwort gibt es in mehreren Konten.',
    back: 'Eine andere E-Mail-Adresse nehmen',
    with: 'Mit {{name}} anmelden',
    or: 'oder',
    forgot: 'Passwort vergessen?',
    passwordSet:
      'Ihr Passwort ist gesetzt. Melden Sie sich damit an; danach werden Sie nach Ihrem zweiten Faktor gefragt.',
  },
  singleSignOnProblem: {
    'sso-failed':
      'Die Anmeldung bei Ihrem Identitätsanbieter hat nicht geklappt. Versuchen Sie es noch einmal. Bleibt es dabei, sagen Sie es dem Administrator Ihres Kontos.',
    'sso-unknown-person':
      'Sie haben sich bei Ihrem Identitätsanbieter angemeldet, aber Ihre dortige E-Mail-Adresse hat in diesem Konto niemand. Bitten Sie den Administrator Ihres Kontos, Sie hinzuzufügen.',
    'sso-refused':
      'Ihr Identitätsanbieter hat Sie nicht eingelassen, oder Sie haben abgebrochen. Versuchen Sie es noch einmal oder fragen Sie Ihren Administrator.',
    'sso-expired':
      'Die Anmeldung hat zu lange gedauert oder wurde in einem anderen Fenster begonnen. Versuchen Sie es noch einmal.',
  },
  secondFactor: {
    title: 'Code aus Ihrer App',
    lead: 'Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie für Rollcall zeigt.',
    code: 'Code',
    noCode: 'Geben Sie die sechs Ziffern aus Ihrer App ein.',
    useRecovery: 'Stattdessen einen Wiederherstellungscode nehmen',
    recoveryTitle: 'Wiederherstellungscode',
    recoveryLead:
      'Geben Sie einen der Wiederherstellungscodes ein, die Sie beim Einrichten Ihrer App aufbewahrt haben. Er gilt einmal.',
    recoveryCode: 'Wiederherstellungscode',
    noRecovery: 'Geben Sie einen Ihrer Wiederherstellungscodes ein.',
    useApp: 'Einen Code aus Ihrer App nehmen',
    remember: 'Dieses Gerät 30 Tage lang merken',
    rememberHelp: 'So lange wird hier kein Code verlangt. Nicht auf einem Gerät, das auch andere nutzen.',
  },
  setUp: {
    title: 'Ihr Konto einrichten',
    lead: 'Sie werden der erste Administrator. Dieser Link gilt einmal.',
    forTitle: 'Ihr Passwort setzen',
    forLead:
      '{{email}} bei {{account}}. Dieser Link gilt einmal. Wo Sie angemeldet sind, werden Sie abgemeldet.',
    submit: 'Passwort setzen und anmelden',
    passwordHelp: 'Mindestens {{count}} Zeichen. Ein paar Wörter sind ein gutes Passwort.',
    expired: 'Dieser Link gilt nicht mehr',
    toSignIn: 'Zur Anmeldung',
  },
  welcome: {
    title: 'Stellen Sie Ihr Konto fertig',
    lead: '{{name}}, {{account}} hat ein Konto für Sie angelegt. Wählen Sie das Passwort, mit dem Sie sich anmelden werden.',
    leadTo:
      '{{name}}, {{account}} hat ein Konto für Sie angelegt. Sie melden sich mit {{provider}} an, als {{email}}; ein Passwort brauchen Sie nicht zu wählen.',
    continue: 'Weiter mit {{provider}}',
    unknown:
      'Er wurde schon benutzt, ist abgelaufen, wurde durch einen neueren ersetzt oder ist nicht vollständig. Wenn Sie schon ein Passwort gesetzt haben, melden Sie sich an. Wenn nicht, bitten Sie den Administrator Ihres Kontos, die Willkommens-E-Mail noch einmal zu senden.',
  },
  forgot: {
    title: 'Passwort vergessen?',
    lead: 'Geben Sie die E-Mail-Adresse ein, mit der Sie sich anmelden. Sie erhalten eine E-Mail mit einem Link und einem Bestätigungscode.',
    submit: 'E-Mail senden',
    noAddress: 'Geben Sie die ganze E-Mail-Adresse ein, zum Beispiel anna@example.com.',
    toSignIn: 'Zur Anmeldung',
    sent: 'Sehen Sie in Ihr Postfach',
    sentLead:
      'Wenn es zu {{email}} hier ein Passwort gibt, ist eine E-Mail unterwegs. Das kann einige Minuten dauern. Nichts da? Sehen Sie im Spam-Ordner nach oder fragen Sie Ihren Administrator.',
  },
  reset: {
    title: 'Neues Passwort wählen',
    lead: 'Für Ihr Konto bei {{account}}. Halten Sie die E-Mail mit dem Bestätigungscode bereit: Sobald Sie weitergehen, gilt der Code zehn Minuten.',
    goOn: 'Weiter',
    formLead: 'Für Ihr Konto bei {{account}}. Wo Sie angemeldet sind, werden Sie abgemeldet.',
    field: { code: 'Bestätigungscode', password: 'Neues Passwort' },
    passwordHelp:
      'Mindestens {{count}} Zeichen; {{fewer}} genügen, wenn Sie sich auch mit einer Authenticator-App anmelden. Ein paar Wörter sind ein gutes Passwort.',
    timeLeft_one: 'Sechs Ziffern aus der E-Mail. Sie gelten noch weniger als eine Minute.',
    timeLeft_other: 'Sechs Ziffern aus der E-Mail. Sie gelten noch {{count}} Minuten.',
    submit: 'Passwort ändern',
    done: 'Ihr Passwort ist geändert',
    doneLead: 'Melden Sie sich mit dem neuen an.',
    codeOver: 'Dieser Code gilt nicht mehr',
    sendAgain: 'Neue E-Mail senden',
    sentAgain:
      'Eine neue E-Mail geht an dieselbe Adresse wie die vorige. Das kann einige Minuten dauern. Nehmen Sie die neueste E-Mail: Ältere Links gelten nicht mehr.',
    toForgot: 'Neue E-Mail anfordern',
    again: 'Noch einmal versuchen',
  },
  stepUp: {
    title: {
      password: 'Geben Sie Ihr Passwort noch einmal ein',
      code: 'Geben Sie einen Code aus Ihrer App ein',
      elsewhere: 'Bestätigen Sie, dass Sie es sind',
    },
    instead: {
      password: 'Stattdessen das Passwort eingeben',
      code: 'Stattdessen einen Code aus Ihrer App eingeben',
      elsewhere: 'Stattdessen bei Ihrem Identitätsanbieter anmelden',
    },
    missing: {
      password: 'Geben Sie Ihr Passwort ein.',
      code: 'Geben Sie die sechs Ziffern aus Ihrer App ein.',
    },
    lead: 'Das ist ein heikler Schritt, daher vergewissern wir uns, dass Sie es sind.',
    submit: 'Weiter',
    provider: 'Ihrem Identitätsanbieter',
    confirmWith: 'Mit {{name}} bestätigen',
    elsewhere:
      'Sie gehen zu {{name}}, melden sich dort an und kommen auf diese Seite zurück. Drücken Sie dann noch einmal auf die Schaltfläche. Was Sie hier geschrieben und nicht gespeichert haben, geht verloren; kopieren Sie es zuerst.',
  },
  field: { email: 'E-Mail-Adresse', password: 'Passwort', firstName: 'Vorname', lastName: 'Nachname' },
}
