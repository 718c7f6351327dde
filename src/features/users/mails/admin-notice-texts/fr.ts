import type { NoticeTexts } from '../admin-notice-details.ts'

export const fr: NoticeTexts = {
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
    'phone-lost': ({ person, accounts }) =>
      `Un softphone de ${person} est perdu ou volé${accounts && ` : changez le mot de passe SIP de ${accounts}`}`,
    'link-handed-over': ({ person }) => `Le lien de déploiement de ${person} a été remis en main propre`,
    'connection-secret-changed': ({ connection }) =>
      `Les identifiants de la connexion « ${connection} » ont été modifiés`,
    'connection-removed': ({ connection }) => `La connexion « ${connection} » a été supprimée`,
    'api-key-made': ({ name }) => `La clé d’API « ${name} » a été créée`,
    'api-key-ended': ({ name }) =>
      `La clé d’API « ${name} » n’est plus valable, car la personne qui l’a créée n’administre plus ce compte`,
    'api-keys-ended': ({ count }) =>
      `${count} clés d’API ne sont plus valables, car la personne qui les a créées n’administre plus ce compte`,
    'export-with-pins': ({ count }) =>
      `${count} enregistrements ont été exportés avec leurs codes PIN de déploiement`,
    'export-made': ({ count }) => `${count} enregistrements ont été exportés`,
    'deployment-started': () => 'Des softphones sont en cours de déploiement pour des personnes de ce compte',
    'set-up-link-made': ({ person }) =>
      `Un lien permettant de définir un nouveau mot de passe a été créé pour ${person}`,
    'password-resets-sent': ({ count }) =>
      `${count} personnes ont reçu un e-mail leur permettant de choisir un nouveau mot de passe`,
    'admin-made': ({ person }) => `${person} peut désormais administrer ce compte`,
    'admins-made': ({ count }) => `${count} personnes peuvent désormais administrer ce compte`,
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
    'partner-access-open': () => 'Le partenaire peut entrer dans ce compte',
    'partner-access-until': ({ until }) => `Le partenaire peut entrer dans ce compte jusqu’au ${until}`,
    'partner-access-closed': () => 'Le partenaire ne peut plus entrer dans ce compte',
    'single-sign-on-changed': () => 'L’authentification unique (SSO) de ce compte a été modifiée',
    'licences-ended': ({ count, product }) =>
      `${count} licences ${product} ont pris fin avec leur abonnement`,
  },
  by: 'Par',
  partner: 'partenaire',
  operator: 'l’exploitant de ce service',
  adviceOnOperator:
    'Si vous vous y attendiez, vous n’avez rien à faire. Sinon, demandez à l’exploitant de ce service qui l’a voulu : quelqu’un cherche peut-être à se connecter à la place de cette personne.',
  when: 'Heure',
  advice:
    'Si vous vous y attendiez, vous n’avez rien à faire. Sinon, regardez ce qui a été fait d’autre et assurez-vous que personne d’autre n’utilise le compte et la messagerie de cette personne.',
  adviceOnEndedLicences:
    'Aucune place n’était libre dans un autre abonnement. Demandez une nouvelle commande à votre partenaire, puis attribuez de nouveau les licences.',
  adviceOnLostPhone:
    'Quiconque détient le téléphone a pu lire ses mots de passe SIP. Changez-les sur le système téléphonique ou la passerelle, mettez-y fin aux enregistrements, puis saisissez les nouveaux mots de passe dans la fiche ; les autres softphones les récupèrent aussitôt.',
  adviceOnDeactivation:
    'Personne du compte ne peut se connecter, les liens ne fonctionnent plus et les softphones sont réinitialisés dès qu’ils redemandent leur configuration. Si vous ne vous y attendiez pas, adressez-vous à votre partenaire.',
  adviceOnClosedAccess:
    'Les administrateurs du partenaire ne voient plus rien de ce compte ; rien n’a été supprimé. Si vous ne vous y attendiez pas, demandez à un administrateur du compte.',
  button: 'Voir ce qui a été fait',
}
