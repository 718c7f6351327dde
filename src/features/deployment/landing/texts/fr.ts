import type { LandingTexts } from '../texts.ts'

export const fr: LandingTexts = {
  hello: 'Bonjour',
  askPin: {
    lead: 'Saisissez votre code PIN et choisissez votre application. Votre softphone sera alors configuré.',
    label: 'Code PIN',
    hint: 'Votre administrateur vous l’a remis séparément. Il ne figure pas dans l’e-mail.',
    wrong: 'Ce code PIN n’est pas le bon.',
    attemptsLeft: (count) => (count === 1 ? 'Il vous reste un essai.' : `Il vous reste ${count} essais.`),
    malformed: 'Un code PIN comporte de 4 à 20 chiffres et rien d’autre. Cet essai n’a pas été compté.',
  },
  chooseApp: {
    lead: 'Choisissez l’application avec laquelle vous souhaitez téléphoner.',
    legend: 'Votre application',
    others: 'Autres applications',
    missing: 'Choisissez d’abord une application.',
    press: 'Continuer',
  },
  apps: {
    generic: 'Configurer à la main',
    hints: {
      linphone: 'Application gratuite pour Android, iPhone et ordinateur. Elle se configure toute seule.',
      microsip: 'Pour Windows. Vous enregistrez un fichier.',
      baresip: 'Pour Linux et Mac. Vous enregistrez un fichier.',
      generic: 'Pour tout autre softphone. Vous recopiez les réglages.',
    },
  },
  addressNote: (host) =>
    `Cette page appartient à ${host}. Ne continuez que si votre navigateur affiche cette adresse.`,
  linphone: {
    title: 'Configurer Linphone',
    onPhone: 'Appuyez sur le bouton. Linphone s’ouvre et se configure tout seul.',
    open: 'Ouvrir dans Linphone',
    notInstalled: 'Linphone n’est pas encore installé ?',
    afterInstalling: 'Installez-le, puis revenez à cette page.',
    stores: {
      android: 'Google Play (Android)',
      ios: 'App Store (iPhone)',
      computer: 'Linphone pour ordinateur',
    },
    scan: 'Scanner avec l’application',
    scanHow:
      'Ouvrez Linphone sur votre téléphone, choisissez de scanner un code QR et visez cette image avec l’appareil photo.',
    qr: 'Code QR pour Linphone',
    qrHides: 'L’image est masquée au bout de 2 minutes. Appuyez sur son titre pour l’afficher de nouveau.',
    openHere: 'Utiliser Linphone sur cet ordinateur',
    byHand: 'Saisir l’adresse à la main',
    byHandHow: 'Dans Linphone, choisissez de récupérer une configuration distante et collez cette adresse :',
  },
  file: {
    title: (app) => `Configurer ${app}`,
    press: 'Télécharger le fichier de configuration',
    how: {
      microsip:
        'Fermez MicroSIP. Enregistrez le fichier sous le nom microsip.ini dans le dossier de MicroSIP (%APPDATA%\\MicroSIP), puis démarrez MicroSIP.',
      baresip:
        'Fermez baresip. Enregistrez le fichier sous le nom « accounts » dans le dossier .baresip de votre dossier personnel, puis démarrez baresip.',
    },
    holdsPassword:
      'Le fichier contient un mot de passe. Ne le transmettez pas et supprimez-en les autres copies.',
  },
  manual: {
    title: 'Réglages de votre softphone',
    lead: 'Recopiez ces réglages dans votre softphone. Gardez le mot de passe pour vous.',
    show: 'Afficher',
    setting: 'Réglage',
    value: 'Valeur',
    sections: {
      general: 'Général',
      pbx: 'Compte',
      mbg: 'Compte hors du bureau',
      clientService: 'Service client',
    },
    settings: {
      displayName: 'Nom affiché',
      voicemailNumber: 'Numéro de la messagerie vocale',
      codecs: 'Codecs',
      userName: 'Nom d’utilisateur',
      password: 'Mot de passe',
      domain: 'Domaine',
      host: 'Serveur',
      port: 'Port',
      transport: 'Transport',
      mediaSecurity: 'Chiffrement de la voix',
      realm: 'Realm',
      registrationExpirySeconds: 'Durée d’enregistrement (secondes)',
    },
    mediaSecurity: { none: 'Aucun', sdes: 'SRTP (SDES)', dtls: 'SRTP (DTLS)' },
  },
  validUntil: (time) => `Valable jusqu’à ${time}, pour un seul appareil.`,
  waiting: 'En attente de l’application. Cette page change d’elle-même.',
  seeResult: 'Je l’ai configurée',
  done: {
    title: (app, time) => `Configuré sur ${app}, ${time}`,
    lead: 'Vous pouvez maintenant téléphoner et fermer cette page.',
    notMine: 'Ce n’était pas vous ? Alors bloquez ce téléphone. Vos administrateurs en seront informés.',
    block: 'Ce n’est pas mon téléphone : bloquer',
  },
  blocked: {
    title: 'Le téléphone est bloqué',
    lead: 'Il ne reçoit plus aucun réglage de notre part et vos administrateurs ont été informés. Demandez-leur un nouveau lien si nécessaire.',
  },
  enterCode: {
    title: 'Saisissez votre code',
    lead: 'Collez ou saisissez le code d’authentification reçu par e-mail.',
    label: 'Code d’authentification',
    hint: 'Respectez les majuscules et les minuscules. Les espaces ne comptent pas.',
    press: 'Continuer',
  },
  unknownOrExpired: {
    title: 'Ce lien ne fonctionne pas',
    lead: 'Le lien ou le code est inconnu ou a expiré. Vérifiez qu’il est complet ou demandez-en un nouveau à votre administrateur.',
  },
  expired: {
    title: 'Ce lien a expiré',
    lead: 'Nous pouvons vous en envoyer un nouveau à votre adresse e-mail. Si rien n’arrive, adressez-vous à votre administrateur.',
    press: 'M’envoyer un nouveau lien',
  },
  sent: {
    title: 'Consultez votre messagerie',
    lead: 'Si un nouveau lien peut être envoyé, il arrivera dans les prochaines minutes. Si rien n’arrive, adressez-vous à votre administrateur.',
  },
  used: {
    title: 'Ce lien a déjà été utilisé',
    lead: 'Un softphone a été configuré avec ce lien. S’il vous en faut un autre ou si ce n’était pas vous, adressez-vous à votre administrateur.',
  },
  locked: {
    title: 'Ce lien est verrouillé',
    lead: 'Un code PIN erroné a été saisi trop souvent. Demandez à votre administrateur de déverrouiller le lien. D’ici là, même le bon code PIN est refusé.',
  },
  noApp: {
    title: 'Aucune application ne peut être configurée pour le moment',
    lead: 'Votre lien est correct et n’a pas été consommé, mais aucune des applications prévues ne peut recevoir vos réglages. Adressez-vous à votre administrateur. Dès que ce sera corrigé, le même lien fonctionnera.',
  },
  stopped: {
    title: 'Trop de codes PIN erronés depuis votre réseau',
    lead: 'Des codes PIN erronés ont été saisis pour de nombreux liens depuis la connexion Internet que vous utilisez. Réessayez dans une heure ou utilisez une autre connexion, par exemple les données mobiles. Votre lien reste valable et aucun essai n’a été compté. Si cela ne suffit pas, adressez-vous à votre administrateur.',
  },
  revoked: {
    title: 'Ce lien n’est plus valable',
    lead: 'Il a été retiré ou remplacé par un lien plus récent. Utilisez l’e-mail le plus récent ou adressez-vous à votre administrateur.',
  },
  notForBrowsers: {
    title: 'Cette adresse est destinée à votre softphone',
    lead: 'Un navigateur ne peut rien en faire, et rien n’a été utilisé. Ouvrez le lien reçu par e-mail ou adressez-vous à votre administrateur.',
  },
}
