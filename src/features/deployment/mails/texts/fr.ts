import type { MailTexts } from '../texts.ts'

export const fr: MailTexts = {
  deployment: {
    subject: '{{accountName}} : configurez votre softphone',
    body: `Bonjour {{firstName}} {{lastName}},

{{accountName}} a préparé un softphone pour vous : une application pour téléphoner avec votre numéro professionnel.
Votre numéro : {{directoryNumber}}

Ouvrez ce lien sur le téléphone ou l’ordinateur avec lequel vous souhaitez téléphoner.

{{link}}

{{qrCode}}

On vous demande un code d’authentification ? Le voici :
{{authenticationCode}}

Le lien et le code sont valables jusqu’au {{expiresAt}}.`,
    button: 'Configurer mon softphone',
    qrAlt: 'Code QR du lien',
    qrCaption: 'Scannez-le avec l’appareil photo de votre téléphone ou ouvrez le lien sur votre téléphone.',
    pinNote:
      'Un code PIN vous sera demandé. Votre administrateur vous le remet séparément ; il ne figure jamais dans un e-mail.',
    codeNote: (address) => `Le code d’authentification peut être saisi ici : ${address}`,
    forPerson: (who) => `Cet e-mail est destiné à ${who}. Merci de le lui transmettre.`,
  },
  test: {
    subject: (subject) => `[Test] ${subject}`,
    note: 'Ceci est un test de l’e-mail de déploiement. Son lien et son code ne mènent nulle part.',
  },
  newPhone: {
    subject: (who, app, time) => `Un nouveau téléphone a été configuré pour ${who} (${app}, ${time})`,
    lead: {
      owner: (who) =>
        `Un nouveau téléphone a été configuré pour vous (${who}). Il peut passer et recevoir vos appels.`,
      admins: (who) => `Un nouveau téléphone a été configuré pour ${who}.`,
    },
    app: 'Application',
    when: 'Heure',
    expected: 'Si vous vous y attendiez, vous n’avez rien à faire.',
    unexpected: {
      owner:
        'Si ce n’était pas vous, appuyez sur le bouton. Le téléphone sera bloqué et vos administrateurs en seront informés.',
      admins: 'Si personne n’est au courant, appuyez sur le bouton. Le téléphone sera bloqué.',
    },
    button: { owner: 'Ce n’était pas moi', admins: 'Inattendu : bloquer' },
  },
}
