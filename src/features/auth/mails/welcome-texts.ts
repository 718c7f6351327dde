import type { MailLanguage } from '#platform/mailer/layout/language.ts'

interface WelcomeTexts {
  subject: (account: string) => string
  hello: (name: string) => string
  lead: (account: string, email: string) => string
  /** @param provider with what people of the account sign in, instead of a password */
  leadTo: (account: string, email: string, provider: string) => string
  button: string
  /** @param until date and time, as the language writes them */
  valid: (until: string) => string
  unexpected: string
}

export const welcomeTexts: Record<MailLanguage, WelcomeTexts> = {
  en: {
    subject: (account) => `${account}: finish building your account`,
    hello: (name) => `Hello ${name},`,
    lead: (account, email) =>
      `${account} has made an account for you. Choose a password to finish building it. You then sign in with ${email}.`,
    leadTo: (account, email, provider) =>
      `${account} has made an account for you. You sign in with ${provider}, as ${email}; there is no password to choose.`,
    button: 'Finish building your account',
    valid: (until) =>
      `The link works once, until ${until}. When it has expired, ask your administrator for a new one.`,
    unexpected: 'If you did not expect this e-mail, leave the link alone and ask your administrator.',
  },
  de: {
    subject: (account) => `${account}: Stellen Sie Ihr Konto fertig`,
    hello: (name) => `Guten Tag ${name},`,
    lead: (account, email) =>
      `${account} hat ein Konto für Sie angelegt. Wählen Sie ein Passwort, um es fertigzustellen. Danach melden Sie sich mit ${email} an.`,
    leadTo: (account, email, provider) =>
      `${account} hat ein Konto für Sie angelegt. Sie melden sich mit ${provider} an, als ${email}; ein Passwort brauchen Sie nicht zu wählen.`,
    button: 'Konto fertigstellen',
    valid: (until) =>
      `Der Link funktioniert einmal, bis ${until}. Ist er abgelaufen, bitten Sie Ihren Administrator um einen neuen.`,
    unexpected:
      'Wenn Sie diese E-Mail nicht erwartet haben, öffnen Sie den Link nicht und fragen Sie Ihren Administrator.',
  },
  fr: {
    subject: (account) => `${account} : finalisez votre compte`,
    hello: (name) => `Bonjour ${name},`,
    lead: (account, email) =>
      `${account} a créé un compte pour vous. Choisissez un mot de passe pour le finaliser. Vous vous connecterez ensuite avec ${email}.`,
    leadTo: (account, email, provider) =>
      `${account} a créé un compte pour vous. Vous vous connectez avec ${provider}, en tant que ${email} ; il n’y a pas de mot de passe à choisir.`,
    button: 'Finaliser mon compte',
    valid: (until) =>
      `Le lien fonctionne une seule fois, jusqu’au ${until}. S’il a expiré, demandez-en un nouveau à votre administrateur.`,
    unexpected:
      'Si vous ne vous attendiez pas à cet e-mail, n’ouvrez pas le lien et adressez-vous à votre administrateur.',
  },
  es: {
    subject: (account) => `${account}: termine de crear su cuenta`,
    hello: (name) => `Hola, ${name}:`,
    lead: (account, email) =>
      `${account} ha creado una cuenta para usted. Elija una contraseña para terminar de crearla. Después iniciará sesión con ${email}.`,
    leadTo: (account, email, provider) =>
      `${account} ha creado una cuenta para usted. Inicia sesión con ${provider}, como ${email}; no hay que elegir ninguna contraseña.`,
    button: 'Terminar de crear mi cuenta',
    valid: (until) =>
      `El enlace funciona una sola vez, hasta el ${until}. Si ha caducado, pida uno nuevo a su administrador.`,
    unexpected: 'Si no esperaba este correo, no abra el enlace y pregunte a su administrador.',
  },
  pt: {
    subject: (account) => `${account}: conclua a criação da sua conta`,
    hello: (name) => `Olá ${name},`,
    lead: (account, email) =>
      `${account} criou uma conta para si. Escolha uma palavra-passe para concluir a criação. Depois inicia sessão com ${email}.`,
    leadTo: (account, email, provider) =>
      `${account} criou uma conta para si. Inicia sessão com ${provider}, como ${email}; não há palavra-passe a escolher.`,
    button: 'Concluir a criação da minha conta',
    valid: (until) =>
      `A ligação funciona uma única vez, até ${until}. Se tiver expirado, peça uma nova ao seu administrador.`,
    unexpected: 'Se não esperava este e-mail, não abra a ligação e pergunte ao seu administrador.',
  },
}
