import type { MailLanguage } from '#platform/mailer/layout/language.ts'

interface ResetTexts {
  subject: (account: string) => string
  hello: (name: string) => string
  asked: (account: string, email: string) => string
  askedByAdmin: (account: string, email: string) => string
  button: string
  code: string
  /** @param until date and time, as the language writes them */
  valid: (until: string) => string
  unexpected: string
  unexpectedByAdmin: string
}

interface CompanySignInTexts {
  subject: (account: string) => string
  /** @param provider name of the company's sign-in */
  lead: (account: string, provider: string) => string
  button: string
  unexpected: string
}

export const resetTexts: Record<MailLanguage, ResetTexts> = {
  en: {
    subject: (account) => `${account}: choose a new password`,
    hello: (name) => `Hello ${name},`,
    asked: (account, email) =>
      `Somebody asked for a new password for ${email} at ${account}. If it was you, press the button and enter this confirmation code there.`,
    askedByAdmin: (account, email) =>
      `An administrator of ${account} asks you to choose a new password for ${email}. Press the button and enter this confirmation code there.`,
    button: 'Choose a new password',
    code: 'Confirmation code',
    valid: (until) =>
      `The link works once, until ${until}. The code works for ten minutes after you have pressed “Go on” on the page.`,
    unexpected:
      'If it was not you, there is nothing to do: your password stays as it is. Give the code to nobody, whoever asks for it.',
    unexpectedByAdmin:
      'Until then your password stays as it is. If you did not expect this e-mail, ask your administrator. Give the code to nobody, whoever asks for it.',
  },
  de: {
    subject: (account) => `${account}: Wählen Sie ein neues Passwort`,
    hello: (name) => `Guten Tag ${name},`,
    asked: (account, email) =>
      `Für ${email} bei ${account} wurde ein neues Passwort angefordert. Wenn Sie das waren, drücken Sie auf den Knopf und geben Sie dort diesen Bestätigungscode ein.`,
    askedByAdmin: (account, email) =>
      `Ein Administrator von ${account} bittet Sie, ein neues Passwort für ${email} zu wählen. Drücken Sie auf den Knopf und geben Sie dort diesen Bestätigungscode ein.`,
    button: 'Neues Passwort wählen',
    code: 'Bestätigungscode',
    valid: (until) =>
      `Der Link funktioniert einmal, bis ${until}. Der Code gilt zehn Minuten, nachdem Sie auf der Seite auf „Weiter“ gedrückt haben.`,
    unexpected:
      'Wenn Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist. Geben Sie den Code niemandem, wer auch immer danach fragt.',
    unexpectedByAdmin:
      'Bis dahin bleibt Ihr Passwort, wie es ist. Wenn Sie diese E-Mail nicht erwartet haben, fragen Sie Ihren Administrator. Geben Sie den Code niemandem, wer auch immer danach fragt.',
  },
  fr: {
    subject: (account) => `${account} : choisissez un nouveau mot de passe`,
    hello: (name) => `Bonjour ${name},`,
    asked: (account, email) =>
      `Un nouveau mot de passe a été demandé pour ${email} chez ${account}. Si c’était vous, appuyez sur le bouton et saisissez-y ce code de confirmation.`,
    askedByAdmin: (account, email) =>
      `Un administrateur de ${account} vous demande de choisir un nouveau mot de passe pour ${email}. Appuyez sur le bouton et saisissez-y ce code de confirmation.`,
    button: 'Choisir un nouveau mot de passe',
    code: 'Code de confirmation',
    valid: (until) =>
      `Le lien fonctionne une seule fois, jusqu’au ${until}. Le code est valable dix minutes après que vous avez appuyé sur « Continuer » dans la page.`,
    unexpected:
      'Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste tel quel. Ne donnez le code à personne, qui que ce soit qui le demande.',
    unexpectedByAdmin:
      'D’ici là, votre mot de passe reste tel quel. Si vous ne vous attendiez pas à cet e-mail, adressez-vous à votre administrateur. Ne donnez le code à personne, qui que ce soit qui le demande.',
  },
  es: {
    subject: (account) => `${account}: elija una contraseña nueva`,
    hello: (name) => `Hola, ${name}:`,
    asked: (account, email) =>
      `Se ha pedido una contraseña nueva para ${email} en ${account}. Si ha sido usted, pulse el botón e introduzca allí este código de confirmación.`,
    askedByAdmin: (account, email) =>
      `Un administrador de ${account} le pide que elija una contraseña nueva para ${email}. Pulse el botón e introduzca allí este código de confirmación.`,
    button: 'Elegir una contraseña nueva',
    code: 'Código de confirmación',
    valid: (until) =>
      `El enlace funciona una sola vez, hasta el ${until}. El código vale diez minutos desde que pulse «Continuar» en la página.`,
    unexpected:
      'Si no ha sido usted, no tiene que hacer nada: su contraseña sigue siendo la misma. No dé el código a nadie, sea quien sea quien lo pida.',
    unexpectedByAdmin:
      'Hasta entonces su contraseña sigue siendo la misma. Si no esperaba este correo, pregunte a su administrador. No dé el código a nadie, sea quien sea quien lo pida.',
  },
  pt: {
    subject: (account) => `${account}: escolha uma nova palavra-passe`,
    hello: (name) => `Olá ${name},`,
    asked: (account, email) =>
      `Foi pedida uma nova palavra-passe para ${email} em ${account}. Se foi o próprio, prima o botão e introduza aí este código de confirmação.`,
    askedByAdmin: (account, email) =>
      `Um administrador de ${account} pede-lhe que escolha uma nova palavra-passe para ${email}. Prima o botão e introduza aí este código de confirmação.`,
    button: 'Escolher uma nova palavra-passe',
    code: 'Código de confirmação',
    valid: (until) =>
      `A ligação funciona uma única vez, até ${until}. O código vale dez minutos depois de premir «Continuar» na página.`,
    unexpected:
      'Se não foi o próprio, não tem de fazer nada: a sua palavra-passe fica como está. Não dê o código a ninguém, seja quem for que o peça.',
    unexpectedByAdmin:
      'Até lá, a sua palavra-passe fica como está. Se não esperava este e-mail, pergunte ao seu administrador. Não dê o código a ninguém, seja quem for que o peça.',
  },
}

export const companySignInTexts: Record<MailLanguage, CompanySignInTexts> = {
  en: {
    subject: (account) => `${account}: how you sign in`,
    lead: (account, provider) =>
      `Somebody asked for a new password for your account at ${account}. There is none: you sign in with “${provider}”, the sign-in of your company. If you have forgotten the password for that, ask whoever looks after it.`,
    button: 'Go to sign-in',
    unexpected: 'If it was not you, there is nothing to do.',
  },
  de: {
    subject: (account) => `${account}: So melden Sie sich an`,
    lead: (account, provider) =>
      `Für Ihr Konto bei ${account} wurde ein neues Passwort angefordert. Es gibt keines: Sie melden sich mit „${provider}“ an, der Anmeldung Ihrer Firma. Wenn Sie das Passwort dafür vergessen haben, fragen Sie, wer sie betreut.`,
    button: 'Zur Anmeldung',
    unexpected: 'Wenn Sie das nicht waren, ist nichts zu tun.',
  },
  fr: {
    subject: (account) => `${account} : comment vous connecter`,
    lead: (account, provider) =>
      `Un nouveau mot de passe a été demandé pour votre compte chez ${account}. Il n’y en a pas : vous vous connectez avec « ${provider} », la connexion de votre entreprise. Si vous en avez oublié le mot de passe, adressez-vous à la personne qui s’en occupe.`,
    button: 'Aller à la connexion',
    unexpected: 'Si ce n’était pas vous, vous n’avez rien à faire.',
  },
  es: {
    subject: (account) => `${account}: cómo iniciar sesión`,
    lead: (account, provider) =>
      `Se ha pedido una contraseña nueva para su cuenta en ${account}. No hay ninguna: usted inicia sesión con «${provider}», el inicio de sesión de su empresa. Si ha olvidado esa contraseña, pregunte a quien se encargue de él.`,
    button: 'Ir al inicio de sesión',
    unexpected: 'Si no ha sido usted, no tiene que hacer nada.',
  },
  pt: {
    subject: (account) => `${account}: como iniciar sessão`,
    lead: (account, provider) =>
      `Foi pedida uma nova palavra-passe para a sua conta em ${account}. Não existe nenhuma: inicia sessão com «${provider}», o início de sessão da sua empresa. Se esqueceu essa palavra-passe, pergunte a quem cuida dele.`,
    button: 'Ir para o início de sessão',
    unexpected: 'Se não foi o próprio, não tem de fazer nada.',
  },
}
