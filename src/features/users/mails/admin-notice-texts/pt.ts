import type { NoticeTexts } from '../admin-notice-details.ts'

export const pt: NoticeTexts = {
  what: {
    'deployment-email-changed': ({ language }) =>
      `O e-mail de implementação (idioma: ${language}) foi alterado`,
    'central-address-set': ({ profile, address }) =>
      `Todos os e-mails de implementação do perfil «${profile}» são agora enviados para ${address}`,
    'pin-disclosed': ({ person }) => `O PIN de implementação de ${person} foi mostrado`,
    'pins-disclosed': ({ count }) => `Foi feita uma lista com os PIN de implementação de ${count} pessoas`,
    'phone-blocked': ({ person }) =>
      `Um telefone configurado para ${person} foi bloqueado por ser de outra pessoa`,
    'phone-lost': ({ person, accounts }) =>
      `Um softphone de ${person} foi perdido ou roubado${accounts && `: altere a palavra-passe SIP de ${accounts}`}`,
    'link-handed-over': ({ person }) => `A ligação de implementação de ${person} foi entregue em mão`,
    'connection-secret-changed': ({ connection }) =>
      `As credenciais da ligação «${connection}» foram alteradas`,
    'connection-removed': ({ connection }) => `A ligação «${connection}» foi removida`,
    'api-key-made': ({ name }) => `A chave de API «${name}» foi criada`,
    'api-key-ended': ({ name }) =>
      `A chave de API «${name}» deixou de ser válida, porque quem a criou já não administra esta conta`,
    'api-keys-ended': ({ count }) =>
      `${count} chaves de API deixaram de ser válidas, porque quem as criou já não administra esta conta`,
    'export-with-pins': ({ count }) => `Foram exportados ${count} registos com os seus PIN de implementação`,
    'export-made': ({ count }) => `Foram exportados ${count} registos`,
    'deployment-started': () => 'Estão a ser implementados softphones para pessoas desta conta',
    'set-up-link-made': ({ person }) =>
      `Foi criada uma ligação para ${person} definir uma nova palavra-passe`,
    'password-resets-sent': ({ count }) =>
      `Foi enviado a ${count} pessoas um e-mail para escolherem uma nova palavra-passe`,
    'admin-made': ({ person }) => `${person} pode agora administrar esta conta`,
    'admins-made': ({ count }) => `${count} pessoas podem agora administrar esta conta`,
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
    'partner-access-open': () => 'O parceiro pode entrar nesta conta',
    'partner-access-until': ({ until }) => `O parceiro pode entrar nesta conta até: ${until}`,
    'partner-access-closed': () => 'O parceiro já não pode entrar nesta conta',
    'single-sign-on-changed': () => 'O início de sessão único (SSO) desta conta foi alterado',
    'licences-ended': ({ count, product }) =>
      `${count} licenças de ${product} terminaram com a sua subscrição`,
  },
  by: 'Por',
  partner: 'parceiro',
  operator: 'o operador deste serviço',
  adviceOnOperator:
    'Se já o esperava, não tem de fazer nada. Se não, pergunte ao operador deste serviço quem o quis: alguém pode querer iniciar sessão como esta pessoa.',
  when: 'Hora',
  advice:
    'Se já o esperava, não tem de fazer nada. Se não, veja o que mais foi feito e certifique-se de que mais ninguém usa a conta e a caixa de correio desta pessoa.',
  adviceOnEndedLicences:
    'Não havia lugares livres noutra subscrição. Peça uma nova encomenda ao seu parceiro e atribua novamente as licenças.',
  adviceOnLostPhone:
    'Quem tiver o telefone pode ter lido as suas palavras-passe SIP. Altere-as no sistema telefónico ou no gateway, termine aí os registos e introduza as novas palavras-passe na ficha; os outros softphones obtêm-nas de imediato.',
  adviceOnDeactivation:
    'Ninguém da conta pode iniciar sessão, as ligações já não funcionam e os softphones são repostos quando voltam a pedir a sua configuração. Se não o esperava, pergunte ao seu parceiro.',
  adviceOnClosedAccess:
    'Os administradores do parceiro já não veem nada desta conta; nada foi apagado. Se não esperava isto, pergunte a um administrador da conta.',
  button: 'Ver o que foi feito',
}
