import type { LandingTexts } from '../texts.ts'

export const pt: LandingTexts = {
  hello: 'Olá',
  askPin: {
    lead: 'Introduza o seu PIN e escolha a sua aplicação. O seu softphone será então configurado.',
    label: 'PIN',
    hint: 'O seu administrador deu-lho em separado. Não está no e-mail.',
    wrong: 'Esse PIN não está certo.',
    attemptsLeft: (count) => (count === 1 ? 'Resta uma tentativa.' : `Restam ${count} tentativas.`),
    malformed: 'Um PIN tem 4 a 20 algarismos e mais nada. Isto não contou como tentativa.',
  },
  chooseApp: {
    lead: 'Escolha a aplicação com que pretende telefonar.',
    legend: 'A sua aplicação',
    others: 'Outras aplicações',
    missing: 'Escolha primeiro uma aplicação.',
    press: 'Continuar',
  },
  apps: {
    generic: 'Configurar à mão',
    hints: {
      linphone: 'Aplicação gratuita para Android, iPhone e computador. Configura-se sozinha.',
      microsip: 'Para Windows. Guarda um ficheiro.',
      baresip: 'Para Linux e Mac. Guarda um ficheiro.',
      generic: 'Para qualquer outro softphone. Copia as definições.',
    },
  },
  addressNote: (host) =>
    `Esta página pertence a ${host}. Continue apenas se o seu navegador mostrar este endereço.`,
  linphone: {
    title: 'Configurar o Linphone',
    onPhone: 'Prima o botão. O Linphone abre-se e configura-se sozinho.',
    open: 'Abrir no Linphone',
    notInstalled: 'Ainda não tem o Linphone?',
    afterInstalling: 'Instale-o e depois volte a esta página.',
    stores: {
      android: 'Google Play (Android)',
      ios: 'App Store (iPhone)',
      computer: 'Linphone para computador',
    },
    scan: 'Ler com a aplicação',
    scanHow: 'Abra o Linphone no seu telefone, escolha ler um código QR e aponte a câmara para esta imagem.',
    qr: 'Código QR para o Linphone',
    qrHides: 'A imagem é ocultada ao fim de 2 minutos. Prima o título para a voltar a mostrar.',
    openHere: 'Usar o Linphone neste computador',
    byHand: 'Introduzir o endereço à mão',
    byHandHow: 'No Linphone, escolha obter uma configuração remota e cole este endereço:',
  },
  file: {
    title: (app) => `Configurar o ${app}`,
    press: 'Transferir o ficheiro de configuração',
    how: {
      microsip:
        'Feche o MicroSIP. Guarde o ficheiro como microsip.ini na pasta do MicroSIP (%APPDATA%\\MicroSIP) e inicie o MicroSIP.',
      baresip:
        'Feche o baresip. Guarde o ficheiro como “accounts” na pasta .baresip da sua pasta pessoal e inicie o baresip.',
    },
    holdsPassword: 'O ficheiro contém uma palavra-passe. Não o partilhe e apague as outras cópias.',
  },
  manual: {
    title: 'Definições do seu softphone',
    lead: 'Copie estas definições para o seu softphone. Não partilhe a palavra-passe.',
    show: 'Mostrar',
    setting: 'Definição',
    value: 'Valor',
    sections: {
      general: 'Geral',
      pbx: 'Conta',
      mbg: 'Conta fora do escritório',
      clientService: 'Serviço de clientes',
    },
    settings: {
      displayName: 'Nome apresentado',
      voicemailNumber: 'Número do correio de voz',
      codecs: 'Codecs',
      userName: 'Nome de utilizador',
      password: 'Palavra-passe',
      domain: 'Domínio',
      host: 'Servidor',
      port: 'Porta',
      transport: 'Transporte',
      mediaSecurity: 'Cifra da voz',
      realm: 'Realm',
      registrationExpirySeconds: 'Duração do registo (segundos)',
    },
    mediaSecurity: { none: 'Nenhuma', sdes: 'SRTP (SDES)', dtls: 'SRTP (DTLS)' },
  },
  validUntil: (time) => `Válido até às ${time}, para um só dispositivo.`,
  waiting: 'À espera da aplicação. Esta página muda sozinha.',
  seeResult: 'Já a configurei',
  done: {
    title: (app, time) => `Configurado no ${app}, ${time}`,
    lead: 'Já pode fazer e receber chamadas. Pode fechar esta página.',
    notMine: 'Não foi quem o configurou? Então bloqueie-o. Os seus administradores serão avisados.',
    block: 'Não é o meu telefone: bloquear',
  },
  blocked: {
    title: 'O telefone está bloqueado',
    lead: 'Já não recebe quaisquer definições nossas e os seus administradores foram avisados. Peça-lhes uma nova ligação quando precisar.',
  },
  enterCode: {
    title: 'Introduza o seu código',
    lead: 'Cole ou escreva o código de autenticação do seu e-mail.',
    label: 'Código de autenticação',
    hint: 'Distinga maiúsculas de minúsculas. Os espaços não contam.',
    press: 'Continuar',
  },
  unknownOrExpired: {
    title: 'Esta ligação não funciona',
    lead: 'A ligação ou o código é desconhecido ou expirou. Verifique se está completo ou peça um novo ao seu administrador.',
  },
  expired: {
    title: 'Esta ligação expirou',
    lead: 'Podemos enviar-lhe uma nova para o seu endereço de e-mail. Se nada chegar, contacte o seu administrador.',
    press: 'Enviar-me uma nova ligação',
  },
  sent: {
    title: 'Veja o seu correio',
    lead: 'Se for possível enviar uma nova ligação, chegará nos próximos minutos. Se nada chegar, contacte o seu administrador.',
  },
  used: {
    title: 'Esta ligação já foi utilizada',
    lead: 'Com ela foi configurado um softphone. Se precisar de outro ou se não foi quem o fez, contacte o seu administrador.',
  },
  locked: {
    title: 'Esta ligação está bloqueada',
    lead: 'Foi introduzido um PIN errado demasiadas vezes. Peça ao seu administrador que a desbloqueie. Até lá, nem o PIN certo é aceite.',
  },
  noApp: {
    title: 'De momento não é possível configurar nenhuma aplicação',
    lead: 'A sua ligação está correta e não foi gasta, mas nenhuma das aplicações previstas pode receber as suas definições. Contacte o seu administrador. Logo que isso seja corrigido, a mesma ligação funcionará.',
  },
  stopped: {
    title: 'Demasiados PIN errados a partir da sua rede',
    lead: 'A partir da ligação à internet que utiliza foram introduzidos PIN errados em muitas ligações. Tente novamente dentro de uma hora ou utilize outra rede, por exemplo os dados móveis. A sua ligação continua válida e nenhuma tentativa foi contada. Se não resultar, contacte o seu administrador.',
  },
  revoked: {
    title: 'Esta ligação já não é válida',
    lead: 'Foi retirada ou substituída por outra mais recente. Use o e-mail mais recente ou contacte o seu administrador.',
  },
  notForBrowsers: {
    title: 'Este endereço é para o seu softphone',
    lead: 'Um navegador nada pode fazer com ele, e nada foi gasto. Abra a ligação do seu e-mail ou contacte o seu administrador.',
  },
}
