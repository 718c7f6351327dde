import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { NoticeTexts } from './admin-notice-details.ts'

/** Each notice in the language of its reader. */
export const noticeTexts: Record<MailLanguage, NoticeTexts> = {
  en: {
    what: {
      'deployment-email-changed': ({ language }) => `The deployment e-mail in ${language} was changed`,
      'central-address-set': ({ profile, address }) =>
        `All deployment e-mails of the profile “${profile}” now go to ${address}`,
      'pin-disclosed': ({ person }) => `The deployment PIN of ${person} was shown`,
      'pins-disclosed': ({ count }) => `A list with the deployment PINs of ${count} people was made`,
      'phone-blocked': ({ person }) => `A phone set up for ${person} was blocked as not theirs`,
      'link-handed-over': ({ person }) => `The deployment link of ${person} was taken by hand`,
      'connection-secret-changed': ({ connection }) =>
        `The credentials of the connection “${connection}” were changed`,
      'api-key-made': ({ name }) => `The API key “${name}” was made`,
      'api-key-ended': ({ name }) =>
        `The API key “${name}” ended, because whoever made it can no longer administer this account`,
      'api-keys-ended': ({ count }) =>
        `${count} API keys ended, because whoever made them can no longer administer this account`,
      'export-with-pins': ({ count }) => `${count} records were exported with their deployment PINs`,
      'export-made': ({ count }) => `${count} records were exported`,
      'deployment-started': () => 'Softphones are being deployed to people of this account',
      'set-up-link-made': ({ person }) => `A link to set a new password was made for ${person}`,
      'password-resets-sent': ({ count }) =>
        `${count} people were sent an e-mail with which they choose a new password`,
      'admin-made': ({ person }) => `${person} can now administer this account`,
      'admin-removed': ({ person }) => `${person} can no longer administer this account`,
      'admins-removed': ({ count }) => `${count} people can no longer administer this account`,
      'admin-email-changed': ({ person, email }) =>
        `The e-mail address of ${person}, who administers this account, is now ${email}`,
      'person-locked': ({ person }) =>
        `${person} was locked, because wrong codes were entered after the right password`,
      'second-factor-removed': ({ person }) => `The authenticator app of ${person} was removed`,
      'second-factor-asked-for': () => 'Administrators of this account now need an authenticator app',
      'second-factor-not-asked-for': () =>
        'Administrators of this account no longer need an authenticator app',
      'account-deactivated': () => 'This account was deactivated',
      'account-reactivated': () => 'This account was reactivated',
      'single-sign-on-changed': () => 'Single sign-on of this account was changed',
    },
    by: 'By',
    partner: 'partner',
    operator: 'the operator of this service',
    adviceOnOperator:
      'If this was expected, there is nothing to do. If not, ask the operator of this service who wanted this: somebody may want to sign in as this person.',
    when: 'Time',
    advice:
      'If this was expected, there is nothing to do. If not, look at what else was done, and make sure that nobody else uses this person’s account and mailbox.',
    adviceOnDeactivation:
      'Nobody of the account can sign in, links do not work any more, and softphones are reset when they next ask for their configuration. If you did not expect this, ask your partner.',
    button: 'See what was done',
  },
  de: {
    what: {
      'deployment-email-changed': ({ language }) =>
        `Die Bereitstellungs-E-Mail (Sprache: ${language}) wurde geändert`,
      'central-address-set': ({ profile, address }) =>
        `Alle Bereitstellungs-E-Mails des Profils „${profile}“ gehen jetzt an ${address}`,
      'pin-disclosed': ({ person }) => `Die Bereitstellungs-PIN von ${person} wurde angezeigt`,
      'pins-disclosed': ({ count }) =>
        `Eine Liste mit den Bereitstellungs-PINs von ${count} Personen wurde erstellt`,
      'phone-blocked': ({ person }) => `Ein für ${person} eingerichtetes Telefon wurde als fremd gesperrt`,
      'link-handed-over': ({ person }) => `Der Bereitstellungslink von ${person} wurde von Hand entnommen`,
      'connection-secret-changed': ({ connection }) =>
        `Die Zugangsdaten der Verbindung „${connection}“ wurden geändert`,
      'api-key-made': ({ name }) => `Der API-Schlüssel „${name}“ wurde erstellt`,
      'api-key-ended': ({ name }) =>
        `Der API-Schlüssel „${name}“ gilt nicht mehr, weil sein Ersteller dieses Konto nicht mehr verwaltet`,
      'api-keys-ended': ({ count }) =>
        `${count} API-Schlüssel gelten nicht mehr, weil ihr Ersteller dieses Konto nicht mehr verwaltet`,
      'export-with-pins': ({ count }) =>
        `${count} Datensätze wurden mit ihren Bereitstellungs-PINs exportiert`,
      'export-made': ({ count }) => `${count} Datensätze wurden exportiert`,
      'deployment-started': () => 'Für Personen dieses Kontos werden Softphones bereitgestellt',
      'set-up-link-made': ({ person }) =>
        `Für ${person} wurde ein Link erstellt, mit dem ein neues Passwort gesetzt werden kann`,
      'password-resets-sent': ({ count }) =>
        `${count} Personen haben eine E-Mail erhalten, mit der sie ein neues Passwort wählen`,
      'admin-made': ({ person }) => `${person} kann dieses Konto jetzt verwalten`,
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
      'single-sign-on-changed': () => 'Das Single Sign-on dieses Kontos wurde geändert',
    },
    by: 'Von',
    partner: 'Partner',
    operator: 'der Betreiber dieses Dienstes',
    adviceOnOperator:
      'Wenn Sie das erwartet haben, ist nichts zu tun. Wenn nicht, fragen Sie den Betreiber dieses Dienstes, wer das wollte: Vielleicht will sich jemand als diese Person anmelden.',
    when: 'Zeit',
    advice:
      'Wenn Sie das erwartet haben, ist nichts zu tun. Wenn nicht, sehen Sie nach, was sonst geschehen ist, und stellen Sie sicher, dass niemand anderes das Konto und das Postfach dieser Person benutzt.',
    adviceOnDeactivation:
      'Niemand aus dem Konto kann sich anmelden, Links funktionieren nicht mehr, und Softphones werden zurückgesetzt, wenn sie das nächste Mal nach ihrer Konfiguration fragen. Wenn Sie das nicht erwartet haben, fragen Sie Ihren Partner.',
    button: 'Ansehen, was geschehen ist',
  },
  fr: {
    what: {
      'deployment-email-changed': ({ language }) =>
        `L’e-mail de déploiement (langue : ${language}) a été modifié`,
      'central-address-set': ({ profile, address }) =>
        `Tous les e-mails de déploiement du profil « ${profile} » sont désormais envoyés à ${address}`,
      'pin-disclosed': ({ person }) => `Le code PIN de déploiement de ${person} a été affiché`,
      'pins-disclosed': ({ count }) =>
        `Une liste des codes PIN de déploiement de ${count} personnes a été établie`,
      'phone-blocked': ({ person }) =>
        `Un téléphone configuré pour ${person} a été bloqué comme n’étant pas le sien`,
      'link-handed-over': ({ person }) => `Le lien de déploiement de ${person} a été remis en main propre`,
      'connection-secret-changed': ({ connection }) =>
        `Les identifiants de la connexion « ${connection} » ont été modifiés`,
      'api-key-made': ({ name }) => `La clé d’API « ${name} » a été créée`,
      'api-key-ended': ({ name }) =>
        `La clé d’API « ${name} » n’est plus valable, car la personne qui l’a créée n’administre plus ce compte`,
      'api-keys-ended': ({ count }) =>
        `${count} clés d’API ne sont plus valables, car la personne qui les a créées n’administre plus ce compte`,
      'export-with-pins': ({ count }) =>
        `${count} enregistrements ont été exportés avec leurs codes PIN de déploiement`,
      'export-made': ({ count }) => `${count} enregistrements ont été exportés`,
      'deployment-started': () =>
        'Des softphones sont en cours de déploiement pour des personnes de ce compte',
      'set-up-link-made': ({ person }) =>
        `Un lien permettant de définir un nouveau mot de passe a été créé pour ${person}`,
      'password-resets-sent': ({ count }) =>
        `${count} personnes ont reçu un e-mail leur permettant de choisir un nouveau mot de passe`,
      'admin-made': ({ person }) => `${person} peut désormais administrer ce compte`,
      'admin-removed': ({ person }) => `${person} ne peut plus administrer ce compte`,
      'admins-removed': ({ count }) => `${count} personnes ne peuvent plus administrer ce compte`,
      'admin-email-changed': ({ person, email }) =>
        `L’adresse e-mail de ${person}, qui administre ce compte, est désormais ${email}`,
      'person-locked': ({ person }) =>
        `L’accès de ${person} a été verrouillé : des codes erronés ont été saisis après le bon mot de passe`,
      'second-factor-removed': ({ person }) => `L’application d’authentification de ${person} a été retirée`,
      'second-factor-asked-for': () =>
        'Les administrateurs de ce compte ont désormais besoin d’une application d’authentification',
      'second-factor-not-asked-for': () =>
        'Les administrateurs de ce compte n’ont plus besoin d’une application d’authentification',
      'account-deactivated': () => 'Ce compte a été désactivé',
      'account-reactivated': () => 'Ce compte a été réactivé',
      'single-sign-on-changed': () => 'L’authentification unique (SSO) de ce compte a été modifiée',
    },
    by: 'Par',
    partner: 'partenaire',
    operator: 'l’exploitant de ce service',
    adviceOnOperator:
      'Si vous vous y attendiez, vous n’avez rien à faire. Sinon, demandez à l’exploitant de ce service qui l’a voulu : quelqu’un cherche peut-être à se connecter à la place de cette personne.',
    when: 'Heure',
    advice:
      'Si vous vous y attendiez, vous n’avez rien à faire. Sinon, regardez ce qui a été fait d’autre et assurez-vous que personne d’autre n’utilise le compte et la messagerie de cette personne.',
    adviceOnDeactivation:
      'Personne du compte ne peut se connecter, les liens ne fonctionnent plus et les softphones sont réinitialisés dès qu’ils redemandent leur configuration. Si vous ne vous y attendiez pas, adressez-vous à votre partenaire.',
    button: 'Voir ce qui a été fait',
  },
  es: {
    what: {
      'deployment-email-changed': ({ language }) =>
        `Se ha cambiado el correo de implementación (idioma: ${language})`,
      'central-address-set': ({ profile, address }) =>
        `Todos los correos de implementación del perfil «${profile}» se envían ahora a ${address}`,
      'pin-disclosed': ({ person }) => `Se ha mostrado el PIN de implementación de ${person}`,
      'pins-disclosed': ({ count }) =>
        `Se ha hecho una lista con los PIN de implementación de ${count} personas`,
      'phone-blocked': ({ person }) => `Se ha bloqueado por ajeno un teléfono configurado para ${person}`,
      'link-handed-over': ({ person }) => `Se ha entregado en mano el enlace de implementación de ${person}`,
      'connection-secret-changed': ({ connection }) =>
        `Se han cambiado las credenciales de la conexión «${connection}»`,
      'api-key-made': ({ name }) => `Se ha creado la clave de API «${name}»`,
      'api-key-ended': ({ name }) =>
        `La clave de API «${name}» ya no es válida, porque quien la creó ya no administra esta cuenta`,
      'api-keys-ended': ({ count }) =>
        `${count} claves de API ya no son válidas, porque quien las creó ya no administra esta cuenta`,
      'export-with-pins': ({ count }) => `Se han exportado ${count} registros con sus PIN de implementación`,
      'export-made': ({ count }) => `Se han exportado ${count} registros`,
      'deployment-started': () => 'Se están implementando softphones para personas de esta cuenta',
      'set-up-link-made': ({ person }) =>
        `Se ha creado un enlace para que ${person} establezca una contraseña nueva`,
      'password-resets-sent': ({ count }) =>
        `Se ha enviado a ${count} personas un correo para que elijan una contraseña nueva`,
      'admin-made': ({ person }) => `${person} puede administrar esta cuenta a partir de ahora`,
      'admin-removed': ({ person }) => `${person} ya no puede administrar esta cuenta`,
      'admins-removed': ({ count }) => `${count} personas ya no pueden administrar esta cuenta`,
      'admin-email-changed': ({ person, email }) =>
        `La dirección de correo de ${person}, que administra esta cuenta, es ahora ${email}`,
      'person-locked': ({ person }) =>
        `Se ha bloqueado a ${person}, porque se introdujeron códigos erróneos tras la contraseña correcta`,
      'second-factor-removed': ({ person }) => `Se ha quitado la aplicación de autenticación de ${person}`,
      'second-factor-asked-for': () =>
        'Los administradores de esta cuenta necesitan ahora una aplicación de autenticación',
      'second-factor-not-asked-for': () =>
        'Los administradores de esta cuenta ya no necesitan una aplicación de autenticación',
      'account-deactivated': () => 'Se ha desactivado esta cuenta',
      'account-reactivated': () => 'Se ha reactivado esta cuenta',
      'single-sign-on-changed': () => 'Se ha cambiado el inicio de sesión único (SSO) de esta cuenta',
    },
    by: 'Por',
    partner: 'socio',
    operator: 'el operador de este servicio',
    adviceOnOperator:
      'Si lo esperaba, no tiene que hacer nada. Si no, pregunte al operador de este servicio quién lo quería: alguien podría querer iniciar sesión como esta persona.',
    when: 'Hora',
    advice:
      'Si lo esperaba, no tiene que hacer nada. Si no, mire qué más se ha hecho y asegúrese de que nadie más usa la cuenta y el buzón de esta persona.',
    adviceOnDeactivation:
      'Nadie de la cuenta puede iniciar sesión, los enlaces ya no funcionan y los softphones se restablecen cuando vuelven a pedir su configuración. Si no lo esperaba, pregunte a su socio.',
    button: 'Ver lo que se ha hecho',
  },
  pt: {
    what: {
      'deployment-email-changed': ({ language }) =>
        `O e-mail de implementação (idioma: ${language}) foi alterado`,
      'central-address-set': ({ profile, address }) =>
        `Todos os e-mails de implementação do perfil «${profile}» são agora enviados para ${address}`,
      'pin-disclosed': ({ person }) => `O PIN de implementação de ${person} foi mostrado`,
      'pins-disclosed': ({ count }) => `Foi feita uma lista com os PIN de implementação de ${count} pessoas`,
      'phone-blocked': ({ person }) =>
        `Um telefone configurado para ${person} foi bloqueado por ser de outra pessoa`,
      'link-handed-over': ({ person }) => `A ligação de implementação de ${person} foi entregue em mão`,
      'connection-secret-changed': ({ connection }) =>
        `As credenciais da ligação «${connection}» foram alteradas`,
      'api-key-made': ({ name }) => `A chave de API «${name}» foi criada`,
      'api-key-ended': ({ name }) =>
        `A chave de API «${name}» deixou de ser válida, porque quem a criou já não administra esta conta`,
      'api-keys-ended': ({ count }) =>
        `${count} chaves de API deixaram de ser válidas, porque quem as criou já não administra esta conta`,
      'export-with-pins': ({ count }) =>
        `Foram exportados ${count} registos com os seus PIN de implementação`,
      'export-made': ({ count }) => `Foram exportados ${count} registos`,
      'deployment-started': () => 'Estão a ser implementados softphones para pessoas desta conta',
      'set-up-link-made': ({ person }) =>
        `Foi criada uma ligação para ${person} definir uma nova palavra-passe`,
      'password-resets-sent': ({ count }) =>
        `Foi enviado a ${count} pessoas um e-mail para escolherem uma nova palavra-passe`,
      'admin-made': ({ person }) => `${person} pode agora administrar esta conta`,
      'admin-removed': ({ person }) => `${person} já não pode administrar esta conta`,
      'admins-removed': ({ count }) => `${count} pessoas já não podem administrar esta conta`,
      'admin-email-changed': ({ person, email }) =>
        `O endereço de e-mail de ${person}, que administra esta conta, é agora ${email}`,
      'person-locked': ({ person }) =>
        `O acesso de ${person} foi bloqueado, porque foram introduzidos códigos errados depois da palavra-passe certa`,
      'second-factor-removed': ({ person }) => `A aplicação de autenticação de ${person} foi removida`,
      'second-factor-asked-for': () =>
        'Os administradores desta conta precisam agora de uma aplicação de autenticação',
      'second-factor-not-asked-for': () =>
        'Os administradores desta conta já não precisam de uma aplicação de autenticação',
      'account-deactivated': () => 'Esta conta foi desativada',
      'account-reactivated': () => 'Esta conta foi reativada',
      'single-sign-on-changed': () => 'O início de sessão único (SSO) desta conta foi alterado',
    },
    by: 'Por',
    partner: 'parceiro',
    operator: 'o operador deste serviço',
    adviceOnOperator:
      'Se já o esperava, não tem de fazer nada. Se não, pergunte ao operador deste serviço quem o quis: alguém pode querer iniciar sessão como esta pessoa.',
    when: 'Hora',
    advice:
      'Se já o esperava, não tem de fazer nada. Se não, veja o que mais foi feito e certifique-se de que mais ninguém usa a conta e a caixa de correio desta pessoa.',
    adviceOnDeactivation:
      'Ninguém da conta pode iniciar sessão, as ligações já não funcionam e os softphones são repostos quando voltam a pedir a sua configuração. Se não o esperava, pergunte ao seu parceiro.',
    button: 'Ver o que foi feito',
  },
}
