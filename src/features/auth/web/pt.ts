import type { Translation } from '#web/lib/i18n/translation.ts'
import type { auth as english } from './en.ts'

export const auth: Translation<typeof english> = {
  language: 'Idioma',
  signIn: {
    title: 'Iniciar sessão',
    lead: 'Use o endereço de e-mail para o qual a sua conta foi criada.',
    submit: 'Iniciar sessão',
    choose: 'Que conta?',
    chooseLead: 'Este endereço de e-mail e esta palavra-passe existem em várias contas.',
    back: 'Usar outro endereço de e-mail',
    with: 'Iniciar sessão com {{name}}',
    or: 'ou',
    forgot: 'Esqueceu-se da palavra-passe?',
    passwordSet:
      'A sua palavra-passe está definida. Inicie sessão com ela; depois é-lhe pedido o segundo fator.',
  },
  singleSignOnProblem: {
    'sso-failed':
      'O início de sessão no seu fornecedor de identidade não resultou. Tente de novo. Se continuar, avise o administrador da sua conta.',
    'sso-unknown-person':
      'Iniciou sessão no seu fornecedor de identidade, mas ninguém nesta conta tem o endereço de e-mail que lá usa. Peça ao administrador da sua conta que o adicione.',
    'sso-refused':
      'O seu fornecedor de identidade não o deixou entrar, ou cancelou. Tente de novo ou pergunte ao seu administrador.',
    'sso-expired': 'O início de sessão demorou demasiado, ou foi começado noutra janela. Tente de novo.',
  },
  secondFactor: {
    title: 'Código da sua aplicação',
    lead: 'Abra a sua aplicação de autenticação e introduza os seis algarismos que mostra para o Rollcall.',
    code: 'Código',
    noCode: 'Introduza os seis algarismos da sua aplicação.',
    useRecovery: 'Usar antes um código de recuperação',
    recoveryTitle: 'Código de recuperação',
    recoveryLead:
      'Introduza um dos códigos de recuperação que guardou quando configurou a aplicação. Serve uma única vez.',
    recoveryCode: 'Código de recuperação',
    noRecovery: 'Introduza um dos seus códigos de recuperação.',
    useApp: 'Usar um código da sua aplicação',
    remember: 'Lembrar este dispositivo durante 30 dias',
    rememberHelp: 'Entretanto não é pedido nenhum código. Não num dispositivo que outros usem.',
  },
  setUp: {
    title: 'Configure a sua conta',
    lead: 'Será o primeiro administrador. Esta ligação funciona uma única vez.',
    forTitle: 'Defina a sua palavra-passe',
    forLead:
      '{{email}} em {{account}}. Esta ligação funciona uma única vez. Todas as suas sessões abertas serão terminadas.',
    submit: 'Definir a palavra-passe e iniciar sessão',
    passwordHelp: 'Pelo menos {{count}} carateres. Algumas palavras fazem uma boa palavra-passe.',
    expired: 'Esta ligação já não pode ser usada',
    toSignIn: 'Ir para o início de sessão',
  },
  welcome: {
    title: 'Conclua a criação da sua conta',
    lead: '{{name}}, {{account}} criou uma conta para si. Escolha a palavra-passe com que vai iniciar sessão.',
    leadTo:
      '{{name}}, {{account}} criou uma conta para si. Inicia sessão com {{provider}}, como {{email}}; não há palavra-passe a escolher.',
    continue: 'Continuar com {{provider}}',
    unknown:
      'Já foi usada, expirou, foi substituída por uma mais recente ou não está completa. Se já definiu uma palavra-passe, inicie sessão. Se não, peça ao administrador da sua conta que volte a enviar o e-mail de boas-vindas.',
  },
  forgot: {
    title: 'Esqueceu-se da palavra-passe?',
    lead: 'Introduza o endereço de e-mail com que inicia sessão. Vai receber um e-mail com uma ligação e um código de confirmação.',
    submit: 'Enviar e-mail',
    noAddress: 'Introduza o endereço de e-mail completo, por exemplo anna@example.com.',
    toSignIn: 'Ir para o início de sessão',
    sent: 'Veja o seu e-mail',
    sentLead:
      'Se {{email}} tiver aqui uma palavra-passe, está um e-mail a caminho. Pode demorar alguns minutos. Não chega nada? Procure na pasta de spam ou pergunte ao seu administrador.',
  },
  reset: {
    title: 'Escolha uma nova palavra-passe',
    lead: 'Para a sua conta em {{account}}. Tenha à mão o e-mail com o código de confirmação: o código vale dez minutos depois de continuar.',
    goOn: 'Continuar',
    formLead: 'Para a sua conta em {{account}}. Todas as suas sessões abertas serão terminadas.',
    field: { code: 'Código de confirmação', password: 'Nova palavra-passe' },
    passwordHelp:
      'Pelo menos {{count}} carateres; bastam {{fewer}} se também iniciar sessão com uma aplicação de autenticação. Algumas palavras fazem uma boa palavra-passe.',
    timeLeft_one: 'Seis algarismos do e-mail. Valem ainda menos de um minuto.',
    timeLeft_other: 'Seis algarismos do e-mail. Valem ainda {{count}} minutos.',
    submit: 'Alterar a palavra-passe',
    done: 'A sua palavra-passe foi alterada',
    doneLead: 'Inicie sessão com a nova.',
    codeOver: 'Este código já não pode ser usado',
    sendAgain: 'Enviar-me um novo e-mail',
    sentAgain:
      'Um novo e-mail vai para o mesmo endereço que o anterior. Pode demorar alguns minutos. Use o e-mail mais recente: as ligações anteriores já não servem.',
    toForgot: 'Pedir um novo e-mail',
    again: 'Tentar de novo',
  },
  stepUp: {
    title: {
      password: 'Introduza de novo a sua palavra-passe',
      code: 'Introduza um código da sua aplicação',
      elsewhere: 'Confirme a sua identidade',
    },
    instead: {
      password: 'Usar antes a palavra-passe',
      code: 'Usar antes um código da sua aplicação',
      elsewhere: 'Iniciar antes sessão no seu fornecedor de identidade',
    },
    missing: {
      password: 'Introduza a sua palavra-passe.',
      code: 'Introduza os seis algarismos da sua aplicação.',
    },
    lead: 'É uma ação delicada, por isso confirmamos a sua identidade.',
    submit: 'Continuar',
    provider: 'o seu fornecedor de identidade',
    confirmWith: 'Confirmar com {{name}}',
    elsewhere:
      'Vai para {{name}}, inicia lá sessão e volta a esta página. Prima depois outra vez o botão. O que escreveu aqui e não guardou perde-se; copie-o primeiro.',
  },
  field: {
    email: 'Endereço de e-mail',
    password: 'Palavra-passe',
    firstName: 'Nome próprio',
    lastName: 'Apelido',
  },
}
