import type { ProblemWords } from './words.ts'

export const problems: ProblemWords = {
  code: {
    'accounts.deactivated': 'Ihre Firma nutzt diesen Dienst nicht mehr. Fragen Sie Ihren Administrator.',
    'auth.busy':
      'In diesem Moment melden sich zu viele Personen an. Versuchen Sie es in 5 Sekunden noch einmal.',
    'auth.identity-provider-silent':
      'Ihr Identitätsanbieter antwortet nicht. Versuchen Sie es gleich noch einmal. Bleibt es dabei, sagen Sie es Ihrem Administrator.',
    'auth.locked':
      'Zu viele falsche Codes: Diese Anmeldung ist gesperrt. Setzen Sie das Passwort per E-Mail zurück oder bitten Sie einen Administrator, sie zu entsperren.',
    'auth.no-enrolment':
      'Es wird keine Authenticator-App eingerichtet, oder es wurde vor mehr als einer Stunde begonnen. Beginnen Sie noch einmal.',
    'auth.not-allowed': 'Das dürfen Sie nicht. Fragen Sie einen Administrator Ihres Kontos.',
    'auth.not-signed-in': 'Melden Sie sich an, um weiterzugehen.',
    'auth.reset-code-expired':
      'Der Bestätigungscode gilt zehn Minuten, und die sind vorbei. Fordern Sie eine neue E-Mail an.',
    'auth.reset-code-wrong_one':
      'Der Bestätigungscode stimmt nicht. Sehen Sie in die neueste E-Mail; Sie haben noch einen Versuch.',
    'auth.reset-code-wrong_other':
      'Der Bestätigungscode stimmt nicht. Sehen Sie in die neueste E-Mail; Sie haben noch {{count}} Versuche.',
    'auth.reset-code-wrong_zero':
      'Der Bestätigungscode war fünfmal falsch, daher gilt der Link nicht mehr. Fordern Sie eine neue E-Mail an.',
    'auth.reset-link-unknown':
      'Dieser Link ist nicht vollständig, wurde benutzt, ist abgelaufen oder wurde durch eine neuere E-Mail ersetzt. Fordern Sie eine neue E-Mail an.',
    'auth.second-factor-needed':
      'Dieses Konto verlangt von seinen Administratoren einen zweiten Faktor, daher lässt sich Ihrer nicht entfernen. Richten Sie stattdessen eine andere App ein.',
    'auth.second-factor-required': 'Geben Sie den Code aus Ihrer Authenticator-App ein.',
    'auth.set-up-link-unknown':
      'Dieser Link ist unbekannt, wurde benutzt oder ist abgelaufen. Bitten Sie um einen neuen.',
    'auth.single-sign-on-off':
      'Hier gibt es kein Single Sign-on, oder es ist ausgeschaltet. Melden Sie sich mit Ihrem Passwort an.',
    'auth.single-sign-on-only':
      'In diesem Konto meldet man sich über Single Sign-on an und hat hier kein Passwort. Wählen Sie auf der Anmeldeseite Single Sign-on.',
    'auth.step-up-required': 'Weisen Sie dafür noch einmal nach, wer Sie sind.',
    'auth.too-many-attempts_one': 'Zu viele Versuche. Versuchen Sie es in einer Minute noch einmal.',
    'auth.too-many-attempts_other': 'Zu viele Versuche. Versuchen Sie es in {{count}} Minuten noch einmal.',
    'auth.wrong-credentials':
      'Die E-Mail-Adresse oder das Passwort stimmt nicht. Versuchen Sie es noch einmal.',
    'auth.wrong-password': 'Das ist nicht Ihr aktuelles Passwort. Versuchen Sie es noch einmal.',
    'auth.wrong-second-factor':
      'Dieser Code stimmt nicht oder wurde schon benutzt. Geben Sie den ein, den die App jetzt zeigt.',
    'deployment.do-not-deploy':
      'Für diese Nummer sind keine Softphones vorgesehen. Bitten Sie Ihren Administrator, das zu ändern.',
    'deployment.no-app-offered':
      'Mit dieser Nummer lässt sich zurzeit keine App einrichten. Fragen Sie Ihren Administrator.',
    'deployment.no-sip-account':
      'Ihr Administrator hat noch nicht eingetragen, wo diese Nummer angemeldet ist. Bitten Sie ihn, das zu ergänzen.',
    'deployment.password-too-new':
      'Ihr Passwort wurde vor weniger als 72 Stunden mit einem Link aus einer E-Mail gesetzt. Warten Sie, bis sie vorbei sind, oder bitten Sie Ihren Administrator um einen Link.',
    'deployment.pin-missing':
      'Diese Nummer braucht eine Bereitstellungs-PIN und hat keine. Bitten Sie Ihren Administrator, eine zu setzen.',
    'deployment.pin-not-set':
      'Diese Nummer hat keine Bereitstellungs-PIN. Verlangt ein Link eine, fragen Sie Ihren Administrator.',
    'deployment.second-factor-needed': 'Dafür braucht es einen Code aus Ihrer Authenticator-App.',
    'deployment.second-factor-too-new':
      'Ihre Authenticator-App wurde erst vor Kurzem eingerichtet. Bitten Sie Ihren Administrator um einen Link.',
    'deployment.self-deployment-off':
      'Ihr Administrator hat nicht erlaubt, dass man Softphones selbst einrichtet. Bitten Sie ihn um einen Link.',
    'http.fault':
      'Bei uns ist etwas schiefgegangen. Nichts wurde nur halb gespeichert. Versuchen Sie es noch einmal. Bleibt es dabei, sagen Sie es Ihrem Administrator.',
    'http.foreign-origin': 'Diese Anfrage kam von einer anderen Website und wurde daher nicht ausgeführt.',
    'http.invalid': 'Berichtigen Sie die markierten Felder.',
    'http.not-found': 'Hier ist nichts, oder Sie dürfen es nicht sehen.',
    'http.stale':
      'Das wurde geändert, während Sie es geöffnet hatten. Laden Sie es neu, sehen Sie sich die Änderung an und speichern Sie dann Ihre.',
    'http.too-large': 'Das ist zum Senden zu groß. Senden Sie weniger auf einmal.',
    'http.unavailable':
      'Die Datenbank antwortet im Moment nicht. Nichts wurde geändert; versuchen Sie es noch einmal.',
    'http.undecided':
      'Die Verbindung zur Datenbank brach ab, bevor feststand, ob das gespeichert wurde. Sehen Sie nach, bevor Sie es wiederholen.',
    'portal.directory-off':
      'Ihre Firma zeigt ihr Verzeichnis hier nicht. Fragen Sie einen Administrator, wenn Sie es brauchen.',
    'portal.directory-too-fast':
      'Sie haben das Verzeichnis sehr oft abgefragt. Versuchen Sie es in einer halben Minute noch einmal.',
  },
  sentence: {
    'Enter a code from your authenticator app first.':
      'Geben Sie zuerst einen Code aus Ihrer Authenticator-App ein.',
    'Enter a valid e-mail address, such as anna@example.com.':
      'Geben Sie eine gültige E-Mail-Adresse ein, zum Beispiel anna@example.com.',
    'Enter six digits, or a recovery code.': 'Geben Sie sechs Ziffern oder einen Wiederherstellungscode ein.',
    'Enter the code from your authenticator app, or a recovery code.':
      'Geben Sie den Code aus Ihrer Authenticator-App oder einen Wiederherstellungscode ein.',
    'Enter the code from your authenticator app.': 'Geben Sie den Code aus Ihrer Authenticator-App ein.',
    'Enter the six digits of the e-mail.': 'Geben Sie die sechs Ziffern aus der E-Mail ein.',
    'Enter your current password.': 'Geben Sie Ihr aktuelles Passwort ein.',
    'Enter your e-mail address.': 'Geben Sie Ihre E-Mail-Adresse ein.',
    'Enter your last name.': 'Geben Sie Ihren Nachnamen ein.',
    'Enter your password.': 'Geben Sie Ihr Passwort ein.',
    'Give the client a name.': 'Geben Sie dem Softphone einen Namen.',
    'Leave out line breaks and control characters.': 'Lassen Sie Zeilenumbrüche und Steuerzeichen weg.',
    'Others would try your name, your e-mail address or the name of the account. Add a few other words.':
      'Andere würden Ihren Namen, Ihre E-Mail-Adresse oder den Namen des Kontos versuchen. Fügen Sie ein paar andere Wörter hinzu.',
    'The password or code was wrong five times, so you have been signed out. Sign in again.':
      'Passwort oder Code war fünfmal falsch, daher sind Sie abgemeldet. Melden Sie sich wieder an.',
    'This is missing. Enter it.': 'Das fehlt. Geben Sie es ein.',
    'This needs an authenticator app. Set one up under Security, or ask your administrator for a link.':
      'Dafür braucht es eine Authenticator-App. Richten Sie unter „Sicherheit“ eine ein oder bitten Sie Ihren Administrator um einen Link.',
    'This password is among those that are tried first. Use a few words that have nothing to do with each other.':
      'Dieses Passwort gehört zu denen, die zuerst versucht werden. Nehmen Sie ein paar Wörter, die nichts miteinander zu tun haben.',
    'Use at least 15 characters, such as a few words.':
      'Nehmen Sie mindestens 15 Zeichen, zum Beispiel ein paar Wörter.',
    'Use at least 15 characters, such as a few words; beside a second factor 8 are enough.':
      'Nehmen Sie mindestens 15 Zeichen, zum Beispiel ein paar Wörter; neben einem zweiten Faktor reichen 8.',
    'Use at least 8 characters, such as a few words.':
      'Nehmen Sie mindestens 8 Zeichen, zum Beispiel ein paar Wörter.',
    'Use at most 100 characters.': 'Nehmen Sie höchstens 100 Zeichen.',
    'Use at most 200 characters.': 'Nehmen Sie höchstens 200 Zeichen.',
    'Your authenticator app was set up after your administrator last sent you a link. Ask them to send a new one; from then on you can do this yourself.':
      'Ihre Authenticator-App wurde eingerichtet, nachdem Ihr Administrator Ihnen zuletzt einen Link gesendet hat. Bitten Sie ihn um einen neuen; danach können Sie das selbst.',
    'Your authenticator app was set up less than 72 hours ago. Wait until they are over, or ask your administrator for a link.':
      'Ihre Authenticator-App wurde vor weniger als 72 Stunden eingerichtet. Warten Sie, bis sie vorbei sind, oder bitten Sie Ihren Administrator um einen Link.',
  },
}
