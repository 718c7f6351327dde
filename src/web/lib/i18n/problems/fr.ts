import type { ProblemWords } from './words.ts'

export const problems: ProblemWords = {
  code: {
    'accounts.deactivated':
      'Votre entreprise n’utilise plus ce service. Adressez-vous à votre administrateur.',
    'auth.busy': 'Trop de personnes se connectent en ce moment. Réessayez dans 5 secondes.',
    'auth.identity-provider-silent':
      'Votre fournisseur d’identité ne répond pas. Réessayez dans un instant. Si cela persiste, prévenez votre administrateur.',
    'auth.locked':
      'Trop de codes erronés : cette connexion est verrouillée. Réinitialisez le mot de passe par e-mail ou demandez à un administrateur de la déverrouiller.',
    'auth.no-enrolment':
      'Aucune application d’authentification n’est en cours de configuration, ou cela a commencé il y a plus d’une heure. Recommencez.',
    'auth.not-allowed': 'Vous n’avez pas ce droit. Adressez-vous à un administrateur de votre compte.',
    'auth.not-signed-in': 'Connectez-vous pour continuer.',
    'auth.reset-code-expired':
      'Le code de confirmation est valable dix minutes, et elles sont écoulées. Demandez un nouvel e-mail.',
    'auth.reset-code-wrong_one':
      'Le code de confirmation n’est pas le bon. Regardez l’e-mail le plus récent ; il vous reste un essai.',
    'auth.reset-code-wrong_other':
      'Le code de confirmation n’est pas le bon. Regardez l’e-mail le plus récent ; il vous reste {{count}} essais.',
    'auth.reset-code-wrong_zero':
      'Le code de confirmation était erroné cinq fois, le lien n’est donc plus valable. Demandez un nouvel e-mail.',
    'auth.reset-link-unknown':
      'Ce lien n’est pas complet, a été utilisé, a expiré ou a été remplacé par un e-mail plus récent. Demandez un nouvel e-mail.',
    'auth.second-factor-needed':
      'Ce compte demande un second facteur à ses administrateurs, le vôtre ne peut donc pas être retiré. Configurez plutôt une autre application.',
    'auth.second-factor-required': 'Saisissez le code de votre application d’authentification.',
    'auth.set-up-link-unknown': 'Ce lien est inconnu, utilisé ou expiré. Demandez-en un nouveau.',
    'auth.single-sign-on-off':
      'Il n’y a pas d’authentification unique ici, ou elle est désactivée. Connectez-vous avec votre mot de passe.',
    'auth.single-sign-on-only':
      'Les personnes de ce compte se connectent par authentification unique et n’ont pas de mot de passe ici. Choisissez l’authentification unique sur la page de connexion.',
    'auth.step-up-required': 'Pour cela, prouvez de nouveau qui vous êtes.',
    'auth.too-many-attempts_one': 'Trop d’essais. Réessayez dans une minute.',
    'auth.too-many-attempts_other': 'Trop d’essais. Réessayez dans {{count}} minutes.',
    'auth.wrong-credentials': 'L’adresse e-mail ou le mot de passe n’est pas le bon. Réessayez.',
    'auth.wrong-password': 'Ce n’est pas votre mot de passe actuel. Réessayez.',
    'auth.wrong-second-factor':
      'Ce code n’est pas le bon ou a déjà été utilisé. Saisissez celui que l’application affiche maintenant.',
    'deployment.do-not-deploy':
      'Ce numéro n’est pas prévu pour des softphones. Demandez à votre administrateur de changer cela.',
    'deployment.no-app-offered':
      'Aucune application ne peut être configurée avec ce numéro pour le moment. Adressez-vous à votre administrateur.',
    'deployment.no-sip-account':
      'Votre administrateur n’a pas encore indiqué où ce numéro est enregistré. Demandez-lui de le compléter.',
    'deployment.password-too-new':
      'Votre mot de passe a été défini avec un lien reçu par e-mail il y a moins de 72 heures. Attendez qu’elles soient écoulées ou demandez un lien à votre administrateur.',
    'deployment.pin-missing':
      'Ce numéro a besoin d’un code PIN de déploiement et n’en a pas. Demandez à votre administrateur d’en définir un.',
    'deployment.pin-not-set':
      'Ce numéro n’a pas de code PIN de déploiement. Si un lien en demande un, adressez-vous à votre administrateur.',
    'deployment.second-factor-needed': 'Il faut pour cela un code de votre application d’authentification.',
    'deployment.second-factor-too-new':
      'Votre application d’authentification n’a été configurée que récemment. Demandez un lien à votre administrateur.',
    'deployment.self-deployment-off':
      'Votre administrateur n’a pas autorisé à configurer soi-même des softphones. Demandez-lui un lien.',
    'http.fault':
      'Un problème est survenu de notre côté. Rien n’a été enregistré à moitié. Réessayez. Si cela persiste, prévenez votre administrateur.',
    'http.foreign-origin': 'Cette demande venait d’un autre site et n’a donc pas été exécutée.',
    'http.invalid': 'Corrigez les champs signalés.',
    'http.not-found': 'Il n’y a rien ici, ou vous n’avez pas le droit de le voir.',
    'http.stale':
      'Ceci a été modifié depuis que vous l’avez ouvert. Rechargez-le, regardez la modification, puis enregistrez la vôtre.',
    'http.too-large': 'C’est trop volumineux. Envoyez-en moins à la fois.',
    'http.unavailable': 'La base de données ne répond pas pour le moment. Rien n’a été modifié ; réessayez.',
    'http.undecided':
      'La base de données s’est interrompue avant de dire si ceci a été enregistré. Vérifiez avant de recommencer.',
    'portal.directory-off':
      'Votre entreprise n’affiche pas son annuaire ici. Adressez-vous à un administrateur si vous en avez besoin.',
    'portal.directory-too-fast':
      'Vous avez interrogé l’annuaire très souvent. Réessayez dans une demi-minute.',
  },
  sentence: {
    'Enter a code from your authenticator app first.':
      'Saisissez d’abord un code de votre application d’authentification.',
    'Enter a valid e-mail address, such as anna@example.com.':
      'Saisissez une adresse e-mail valable, par exemple anna@example.com.',
    'Enter six digits, or a recovery code.': 'Saisissez six chiffres ou un code de récupération.',
    'Enter the code from your authenticator app, or a recovery code.':
      'Saisissez le code de votre application d’authentification ou un code de récupération.',
    'Enter the code from your authenticator app.':
      'Saisissez le code de votre application d’authentification.',
    'Enter the six digits of the e-mail.': 'Saisissez les six chiffres de l’e-mail.',
    'Enter your current password.': 'Saisissez votre mot de passe actuel.',
    'Enter your e-mail address.': 'Saisissez votre adresse e-mail.',
    'Enter your last name.': 'Saisissez votre nom.',
    'Enter your password.': 'Saisissez votre mot de passe.',
    'Give the client a name.': 'Donnez un nom au softphone.',
    'Leave out line breaks and control characters.':
      'Évitez les retours à la ligne et les caractères de commande.',
    'Others would try your name, your e-mail address or the name of the account. Add a few other words.':
      'D’autres essaieraient votre nom, votre adresse e-mail ou le nom du compte. Ajoutez quelques autres mots.',
    'The password or code was wrong five times, so you have been signed out. Sign in again.':
      'Le mot de passe ou le code était erroné cinq fois, vous avez donc été déconnecté. Reconnectez-vous.',
    'This is missing. Enter it.': 'Il manque quelque chose ici. Saisissez-le.',
    'This needs an authenticator app. Set one up under Security, or ask your administrator for a link.':
      'Il faut pour cela une application d’authentification. Configurez-en une sous « Sécurité » ou demandez un lien à votre administrateur.',
    'This password is among those that are tried first. Use a few words that have nothing to do with each other.':
      'Ce mot de passe fait partie de ceux qui sont essayés en premier. Utilisez quelques mots sans rapport entre eux.',
    'Use at least 15 characters, such as a few words.':
      'Utilisez au moins 15 caractères, par exemple quelques mots.',
    'Use at least 15 characters, such as a few words; beside a second factor 8 are enough.':
      'Utilisez au moins 15 caractères, par exemple quelques mots ; avec un second facteur, 8 suffisent.',
    'Use at least 8 characters, such as a few words.':
      'Utilisez au moins 8 caractères, par exemple quelques mots.',
    'Use at most 100 characters.': 'Utilisez au plus 100 caractères.',
    'Use at most 200 characters.': 'Utilisez au plus 200 caractères.',
    'Your authenticator app was set up after your administrator last sent you a link. Ask them to send a new one; from then on you can do this yourself.':
      'Votre application d’authentification a été configurée après le dernier lien envoyé par votre administrateur. Demandez-lui d’en envoyer un nouveau ; vous pourrez ensuite le faire vous-même.',
    'Your authenticator app was set up less than 72 hours ago. Wait until they are over, or ask your administrator for a link.':
      'Votre application d’authentification a été configurée il y a moins de 72 heures. Attendez qu’elles soient écoulées ou demandez un lien à votre administrateur.',
  },
}
