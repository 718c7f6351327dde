import type { MailLanguage } from '#platform/mailer/layout/language.ts'

type Nothing = Record<string, never>

/** What a person is told of, and what each sentence names. `by`: the admin who did it. */
export interface SignInNoticeDetails {
  'password-changed': Nothing
  'password-reset': Nothing
  'second-factor-added': Nothing
  'second-factor-removed': Nothing
  'second-factor-removed-by-admin': { by: string }
  /** @param left recovery codes that are still good */
  'recovery-code-used': { left: number }
  'recovery-codes-made': Nothing
  locked: Nothing
  unlocked: { by: string }
  /** @param provider name of the identity provider */
  'single-sign-on-linked': { provider: string }
  'signed-out-by-admin': { by: string }
  /** @param to the new address, shortened: whoever reads the old mailbox is told that there is another one, and not which */
  'email-changed': { by: string; to: string }
}

interface SignInNoticeTexts {
  hello: (name: string) => string
  /** One sentence each; also the subject. */
  what: { [What in keyof SignInNoticeDetails]: (details: SignInNoticeDetails[What]) => string }
  signIn: string
  /** The address until now, and the one from then on. */
  before: string
  after: string
  when: string
  by: string
  browser: string
  address: string
  /** What to do, and whom to ask. */
  advice: string
  adviceOnAdmin: string
  /** For who cannot sign in any more to look, nor reset a password. */
  adviceOnAddress: string
  button: string
  noQuestion: string
}

export const signInNoticeTexts: Record<MailLanguage, SignInNoticeTexts> = {
  en: {
    hello: (name) => `Hello ${name},`,
    what: {
      'password-changed': () => 'Your password was changed',
      'password-reset': () => 'Your password was reset with a link',
      'second-factor-added': () => 'An authenticator app was added to your sign-in',
      'second-factor-removed': () => 'The authenticator app was removed from your sign-in',
      'second-factor-removed-by-admin': () =>
        'An administrator removed the authenticator app from your sign-in',
      'recovery-code-used': ({ left }) =>
        `Somebody signed in as you with a recovery code; codes left: ${left}`,
      'recovery-codes-made': () =>
        'New recovery codes were made for your sign-in, and the old ones have ended',
      locked: () => 'Your sign-in was locked, because wrong codes were entered after your right password',
      unlocked: () => 'An administrator has unlocked your sign-in',
      'single-sign-on-linked': ({ provider }) => `You can now sign in with “${provider}”`,
      'signed-out-by-admin': () => 'An administrator has signed you out everywhere',
      'email-changed': () => 'The e-mail address with which you sign in was changed',
    },
    signIn: 'Sign-in',
    before: 'Sign-in until now',
    after: 'Sign-in from now on',
    when: 'Time',
    by: 'By',
    browser: 'Browser',
    address: 'Network address',
    advice:
      'If this was you, there is nothing to do. If not, somebody else may know your password: reset it now, and tell your administrator.',
    adviceOnAdmin:
      'If you know why, there is nothing to do. If not, ask your administrator, and reset your password if somebody else may know it.',
    adviceOnAddress:
      'If you know why, there is nothing to do: sign in with the new address, also to reset your password. This one does not open your account any more. If nobody has told you of it, somebody may be taking your account: tell an administrator of it at once, by telephone or in person. Any other administrator can change the address back and sign you out everywhere.',
    button: 'Reset your password',
    noQuestion: 'We never ask for your password or a code by e-mail.',
  },
  de: {
    hello: (name) => `Guten Tag ${name},`,
    what: {
      'password-changed': () => 'Ihr Passwort wurde geändert',
      'password-reset': () => 'Ihr Passwort wurde über einen Link zurückgesetzt',
      'second-factor-added': () => 'Ihrer Anmeldung wurde eine Authenticator-App hinzugefügt',
      'second-factor-removed': () => 'Die Authenticator-App wurde von Ihrer Anmeldung entfernt',
      'second-factor-removed-by-admin': () =>
        'Ein Administrator hat die Authenticator-App von Ihrer Anmeldung entfernt',
      'recovery-code-used': ({ left }) =>
        `Jemand hat sich mit einem Wiederherstellungscode als Sie angemeldet; verbleibende Codes: ${left}`,
      'recovery-codes-made': () =>
        'Für Ihre Anmeldung wurden neue Wiederherstellungscodes erstellt, die alten gelten nicht mehr',
      locked: () =>
        'Ihre Anmeldung wurde gesperrt, weil nach Ihrem richtigen Passwort falsche Codes eingegeben wurden',
      unlocked: () => 'Ein Administrator hat Ihre Anmeldung entsperrt',
      'single-sign-on-linked': ({ provider }) => `Sie können sich jetzt mit „${provider}“ anmelden`,
      'signed-out-by-admin': () => 'Ein Administrator hat Sie überall abgemeldet',
      'email-changed': () => 'Die E-Mail-Adresse, mit der Sie sich anmelden, wurde geändert',
    },
    signIn: 'Anmeldung',
    before: 'Anmeldung bisher',
    after: 'Anmeldung ab jetzt',
    when: 'Zeit',
    by: 'Von',
    browser: 'Browser',
    address: 'Netzwerkadresse',
    advice:
      'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kennt vielleicht jemand anderes Ihr Passwort: Setzen Sie es jetzt zurück und sagen Sie es Ihrem Administrator.',
    adviceOnAdmin:
      'Wenn Sie wissen, warum, ist nichts zu tun. Wenn nicht, fragen Sie Ihren Administrator, und setzen Sie Ihr Passwort zurück, falls jemand anderes es kennen könnte.',
    adviceOnAddress:
      'Wenn Sie wissen, warum, ist nichts zu tun: Melden Sie sich mit der neuen Adresse an, auch um Ihr Passwort zurückzusetzen. Mit dieser hier kommen Sie nicht mehr hinein. Wenn Ihnen niemand etwas davon gesagt hat, übernimmt vielleicht jemand Ihren Zugang: Sagen Sie es sofort einem Administrator, am Telefon oder persönlich. Jeder andere Administrator kann die Adresse zurückändern und Sie überall abmelden.',
    button: 'Passwort zurücksetzen',
    noQuestion: 'Wir fragen nie per E-Mail nach Ihrem Passwort oder nach einem Code.',
  },
  fr: {
    hello: (name) => `Bonjour ${name},`,
    what: {
      'password-changed': () => 'Votre mot de passe a été modifié',
      'password-reset': () => 'Votre mot de passe a été réinitialisé à l’aide d’un lien',
      'second-factor-added': () => 'Une application d’authentification a été ajoutée à votre connexion',
      'second-factor-removed': () => 'L’application d’authentification a été retirée de votre connexion',
      'second-factor-removed-by-admin': () =>
        'Un administrateur a retiré l’application d’authentification de votre connexion',
      'recovery-code-used': ({ left }) =>
        `Quelqu’un s’est connecté en votre nom avec un code de récupération ; codes restants : ${left}`,
      'recovery-codes-made': () =>
        'De nouveaux codes de récupération ont été créés pour votre connexion, les anciens ne sont plus valables',
      locked: () =>
        'Votre connexion a été verrouillée, car des codes erronés ont été saisis après votre bon mot de passe',
      unlocked: () => 'Un administrateur a déverrouillé votre connexion',
      'single-sign-on-linked': ({ provider }) => `Vous pouvez désormais vous connecter avec « ${provider} »`,
      'signed-out-by-admin': () => 'Un administrateur a fermé toutes vos sessions',
      'email-changed': () => 'L’adresse e-mail avec laquelle vous vous connectez a été modifiée',
    },
    signIn: 'Connexion',
    before: 'Connexion jusqu’à présent',
    after: 'Connexion désormais',
    when: 'Heure',
    by: 'Par',
    browser: 'Navigateur',
    address: 'Adresse réseau',
    advice:
      'Si c’était vous, il n’y a rien à faire. Sinon, quelqu’un d’autre connaît peut-être votre mot de passe : réinitialisez-le maintenant et prévenez votre administrateur.',
    adviceOnAdmin:
      'Si vous savez pourquoi, il n’y a rien à faire. Sinon, demandez à votre administrateur, et réinitialisez votre mot de passe si quelqu’un d’autre peut le connaître.',
    adviceOnAddress:
      'Si vous savez pourquoi, il n’y a rien à faire : connectez-vous avec la nouvelle adresse, aussi pour réinitialiser votre mot de passe. Celle-ci n’ouvre plus votre compte. Si personne ne vous a prévenu, quelqu’un est peut-être en train de prendre votre compte : prévenez immédiatement un administrateur, par téléphone ou de vive voix. Tout autre administrateur peut rétablir l’adresse et fermer toutes vos sessions.',
    button: 'Réinitialiser votre mot de passe',
    noQuestion: 'Nous ne demandons jamais votre mot de passe ni un code par e-mail.',
  },
  es: {
    hello: (name) => `Hola, ${name}:`,
    what: {
      'password-changed': () => 'Se cambió su contraseña',
      'password-reset': () => 'Se restableció su contraseña con un enlace',
      'second-factor-added': () => 'Se añadió una aplicación de autenticación a su inicio de sesión',
      'second-factor-removed': () => 'Se quitó la aplicación de autenticación de su inicio de sesión',
      'second-factor-removed-by-admin': () =>
        'Un administrador quitó la aplicación de autenticación de su inicio de sesión',
      'recovery-code-used': ({ left }) =>
        `Alguien inició sesión en su nombre con un código de recuperación; códigos restantes: ${left}`,
      'recovery-codes-made': () =>
        'Se crearon nuevos códigos de recuperación para su inicio de sesión, y los anteriores ya no sirven',
      locked: () =>
        'Se bloqueó su inicio de sesión, porque se introdujeron códigos incorrectos después de su contraseña correcta',
      unlocked: () => 'Un administrador desbloqueó su inicio de sesión',
      'single-sign-on-linked': ({ provider }) => `Ahora puede iniciar sesión con «${provider}»`,
      'signed-out-by-admin': () => 'Un administrador cerró todas sus sesiones',
      'email-changed': () => 'Se cambió la dirección de correo con la que inicia sesión',
    },
    signIn: 'Inicio de sesión',
    before: 'Inicio de sesión hasta ahora',
    after: 'Inicio de sesión desde ahora',
    when: 'Hora',
    by: 'Por',
    browser: 'Navegador',
    address: 'Dirección de red',
    advice:
      'Si fue usted, no tiene que hacer nada. Si no, puede que otra persona conozca su contraseña: restablézcala ahora y avise a su administrador.',
    adviceOnAdmin:
      'Si sabe por qué, no tiene que hacer nada. Si no, pregunte a su administrador, y restablezca su contraseña si otra persona puede conocerla.',
    adviceOnAddress:
      'Si sabe por qué, no tiene que hacer nada: inicie sesión con la nueva dirección, también para restablecer su contraseña. Esta ya no abre su cuenta. Si nadie le ha avisado, puede que alguien se esté apoderando de su cuenta: avise enseguida a un administrador, por teléfono o en persona. Cualquier otro administrador puede restaurar la dirección y cerrar todas sus sesiones.',
    button: 'Restablecer su contraseña',
    noQuestion: 'Nunca pedimos su contraseña ni un código por correo electrónico.',
  },
  pt: {
    hello: (name) => `Olá ${name},`,
    what: {
      'password-changed': () => 'A sua palavra-passe foi alterada',
      'password-reset': () => 'A sua palavra-passe foi reposta com uma ligação',
      'second-factor-added': () => 'Foi adicionada uma aplicação de autenticação ao seu início de sessão',
      'second-factor-removed': () => 'A aplicação de autenticação foi removida do seu início de sessão',
      'second-factor-removed-by-admin': () =>
        'Um administrador removeu a aplicação de autenticação do seu início de sessão',
      'recovery-code-used': ({ left }) =>
        `Alguém iniciou sessão em seu nome com um código de recuperação; códigos restantes: ${left}`,
      'recovery-codes-made': () =>
        'Foram criados novos códigos de recuperação para o seu início de sessão, e os antigos já não servem',
      locked: () =>
        'O seu início de sessão foi bloqueado, porque foram introduzidos códigos errados depois da sua palavra-passe correta',
      unlocked: () => 'Um administrador desbloqueou o seu início de sessão',
      'single-sign-on-linked': ({ provider }) => `Já pode iniciar sessão com “${provider}”`,
      'signed-out-by-admin': () => 'Um administrador terminou todas as suas sessões',
      'email-changed': () => 'O endereço de e-mail com que inicia sessão foi alterado',
    },
    signIn: 'Início de sessão',
    before: 'Início de sessão até agora',
    after: 'Início de sessão a partir de agora',
    when: 'Hora',
    by: 'Por',
    browser: 'Navegador',
    address: 'Endereço de rede',
    advice:
      'Se foi você, não tem de fazer nada. Se não, outra pessoa pode conhecer a sua palavra-passe: reponha-a agora e avise o seu administrador.',
    adviceOnAdmin:
      'Se sabe porquê, não tem de fazer nada. Se não, pergunte ao seu administrador, e reponha a sua palavra-passe se outra pessoa a puder conhecer.',
    adviceOnAddress:
      'Se sabe porquê, não tem de fazer nada: inicie sessão com o novo endereço, também para repor a sua palavra-passe. Este já não abre a sua conta. Se ninguém o avisou, alguém pode estar a apoderar-se da sua conta: avise de imediato um administrador, por telefone ou em pessoa. Qualquer outro administrador pode repor o endereço e terminar todas as suas sessões.',
    button: 'Repor a sua palavra-passe',
    noQuestion: 'Nunca pedimos a sua palavra-passe nem um código por e-mail.',
  },
}
