import type { Translation } from '#web/lib/i18n/translation.ts'
import type { auth as english } from './en.ts'

export const auth: Translation<typeof english> = {
  language: 'Langue',
  signIn: {
    title: 'Se connecter',
    lead: 'Utilisez l’adresse e-mail pour laquelle votre compte a été créé.',
    submit: 'Se connecter',
    choose: 'Quel compte ?',
    chooseLead: 'Cette adresse e-mail et ce mot de passe existent dans plusieurs comptes.',
    back: 'Utiliser une autre adresse e-mail',
    with: 'Se connecter avec {{name}}',
    or: 'ou',
    forgot: 'Mot de passe oublié ?',
    passwordSet:
      'Votre mot de passe est défini. Connectez-vous avec lui ; votre second facteur vous sera ensuite demandé.',
  },
  singleSignOnProblem: {
    'sso-failed':
      'La connexion auprès de votre fournisseur d’identité n’a pas fonctionné. Réessayez. Si cela persiste, prévenez l’administrateur de votre compte.',
    'sso-unknown-person':
      'Vous vous êtes connecté auprès de votre fournisseur d’identité, mais personne dans ce compte n’a l’adresse e-mail que vous y avez. Demandez à l’administrateur de votre compte de vous ajouter.',
    'sso-refused':
      'Votre fournisseur d’identité ne vous a pas laissé entrer, ou vous avez annulé. Réessayez ou adressez-vous à votre administrateur.',
    'sso-expired': 'La connexion a pris trop de temps ou a été commencée dans une autre fenêtre. Réessayez.',
  },
  secondFactor: {
    title: 'Code de votre application',
    lead: 'Ouvrez votre application d’authentification et saisissez les six chiffres qu’elle affiche pour Rollcall.',
    code: 'Code',
    noCode: 'Saisissez les six chiffres de votre application.',
    useRecovery: 'Utiliser plutôt un code de récupération',
    recoveryTitle: 'Code de récupération',
    recoveryLead:
      'Saisissez l’un des codes de récupération que vous avez conservés en configurant votre application. Il ne sert qu’une fois.',
    recoveryCode: 'Code de récupération',
    noRecovery: 'Saisissez l’un de vos codes de récupération.',
    useApp: 'Utiliser un code de votre application',
    remember: 'Mémoriser cet appareil pendant 30 jours',
    rememberHelp: 'Aucun code n’y est demandé pendant ce temps. Pas sur un appareil que d’autres utilisent.',
  },
  setUp: {
    title: 'Configurer votre compte',
    lead: 'Vous devenez le premier administrateur. Ce lien ne fonctionne qu’une fois.',
    forTitle: 'Définir votre mot de passe',
    forLead:
      '{{email}} chez {{account}}. Ce lien ne fonctionne qu’une fois. Toutes vos sessions ouvertes seront fermées.',
    submit: 'Définir le mot de passe et se connecter',
    passwordHelp: 'Au moins {{count}} caractères. Quelques mots font un bon mot de passe.',
    expired: 'Ce lien ne peut plus être utilisé',
    toSignIn: 'Aller à la connexion',
  },
  welcome: {
    title: 'Finalisez votre compte',
    lead: '{{name}}, {{account}} a créé un compte pour vous. Choisissez le mot de passe avec lequel vous vous connecterez.',
    leadTo:
      '{{name}}, {{account}} a créé un compte pour vous. Vous vous connectez avec {{provider}}, en tant que {{email}} ; il n’y a pas de mot de passe à choisir.',
    continue: 'Continuer avec {{provider}}',
    unknown:
      'Il a déjà été utilisé, a expiré, a été remplacé par un lien plus récent ou n’est pas complet. Si vous avez défini un mot de passe, connectez-vous. Sinon, demandez à l’administrateur de votre compte de renvoyer l’e-mail de bienvenue.',
  },
  forgot: {
    title: 'Mot de passe oublié ?',
    lead: 'Saisissez l’adresse e-mail avec laquelle vous vous connectez. Vous recevrez un e-mail avec un lien et un code de confirmation.',
    submit: 'Envoyer l’e-mail',
    noAddress: 'Saisissez l’adresse e-mail complète, par exemple anna@example.com.',
    toSignIn: 'Aller à la connexion',
    sent: 'Consultez votre messagerie',
    sentLead:
      'Si {{email}} a un mot de passe ici, un e-mail est en route. Cela peut prendre quelques minutes. Rien n’arrive ? Regardez dans les indésirables ou adressez-vous à votre administrateur.',
  },
  reset: {
    title: 'Choisir un nouveau mot de passe',
    lead: 'Pour votre compte chez {{account}}. Gardez sous la main l’e-mail avec le code de confirmation : le code est valable dix minutes à partir du moment où vous continuez.',
    goOn: 'Continuer',
    formLead: 'Pour votre compte chez {{account}}. Toutes vos sessions ouvertes seront fermées.',
    field: { code: 'Code de confirmation', password: 'Nouveau mot de passe' },
    passwordHelp:
      'Au moins {{count}} caractères ; {{fewer}} suffisent si vous vous connectez aussi avec une application d’authentification. Quelques mots font un bon mot de passe.',
    timeLeft_one: 'Six chiffres de l’e-mail. Ils sont valables encore moins d’une minute.',
    timeLeft_other: 'Six chiffres de l’e-mail. Ils sont valables encore {{count}} minutes.',
    submit: 'Changer le mot de passe',
    done: 'Votre mot de passe est changé',
    doneLead: 'Connectez-vous avec le nouveau.',
    codeOver: 'Ce code ne peut plus être utilisé',
    sendAgain: 'M’envoyer un nouvel e-mail',
    sentAgain:
      'Un nouvel e-mail part à la même adresse que le précédent. Cela peut prendre quelques minutes. Utilisez l’e-mail le plus récent : les anciens liens ne sont plus valables.',
    toForgot: 'Demander un nouvel e-mail',
    again: 'Réessayer',
  },
  stepUp: {
    title: {
      password: 'Saisissez de nouveau votre mot de passe',
      code: 'Saisissez un code de votre application',
      elsewhere: 'Confirmez que c’est bien vous',
    },
    instead: {
      password: 'Utiliser plutôt votre mot de passe',
      code: 'Utiliser plutôt un code de votre application',
      elsewhere: 'Se connecter plutôt auprès de votre fournisseur d’identité',
    },
    missing: {
      password: 'Saisissez votre mot de passe.',
      code: 'Saisissez les six chiffres de votre application.',
    },
    lead: 'C’est une action délicate, nous vérifions donc que c’est bien vous.',
    submit: 'Continuer',
    provider: 'votre fournisseur d’identité',
    confirmWith: 'Confirmer avec {{name}}',
    elsewhere:
      'Vous allez chez {{name}}, vous y connectez et revenez à cette page. Appuyez alors de nouveau sur le bouton. Ce que vous avez saisi ici sans l’enregistrer est perdu : copiez-le d’abord.',
  },
  field: { email: 'Adresse e-mail', password: 'Mot de passe', firstName: 'Prénom', lastName: 'Nom' },
}
