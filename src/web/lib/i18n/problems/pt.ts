import type { ProblemWords } from './words.ts'

export const problems: ProblemWords = {
  code: {
    'accounts.deactivated': 'A sua empresa já não usa este serviço. Pergunte ao seu administrador.',
    'auth.busy': 'Neste momento há demasiadas pessoas a iniciar sessão. Tente de novo dentro de 5 segundos.',
    'auth.identity-provider-silent':
      'O seu fornecedor de identidade não responde. Tente de novo dentro de momentos. Se continuar, avise o seu administrador.',
    'auth.locked':
      'Demasiados códigos errados: este início de sessão está bloqueado. Reponha a palavra-passe por e-mail ou peça a um administrador que o desbloqueie.',
    'auth.no-enrolment':
      'Não está a ser configurada nenhuma aplicação de autenticação, ou foi começada há mais de uma hora. Comece de novo.',
    'auth.not-allowed': 'Não tem permissão para isto. Pergunte a um administrador da sua conta.',
    'auth.not-signed-in': 'Inicie sessão para continuar.',
    'auth.reset-code-expired':
      'O código de confirmação vale dez minutos, e já passaram. Peça um novo e-mail.',
    'auth.reset-code-wrong_one':
      'O código de confirmação não está certo. Veja o e-mail mais recente; resta-lhe uma tentativa.',
    'auth.reset-code-wrong_other':
      'O código de confirmação não está certo. Veja o e-mail mais recente; restam-lhe {{count}} tentativas.',
    'auth.reset-code-wrong_zero':
      'O código de confirmação esteve errado cinco vezes, por isso a ligação já não serve. Peça um novo e-mail.',
    'auth.reset-link-unknown':
      'Esta ligação não está completa, foi usada, expirou ou foi substituída por um e-mail mais recente. Peça um novo e-mail.',
    'auth.second-factor-needed':
      'Esta conta pede aos administradores um segundo fator, por isso o seu não pode ser removido. Configure antes outra aplicação.',
    'auth.second-factor-required': 'Introduza o código da sua aplicação de autenticação.',
    'auth.set-up-link-unknown': 'Esta ligação é desconhecida, foi usada ou expirou. Peça uma nova.',
    'auth.single-sign-on-off':
      'Não há aqui início de sessão único, ou está desligado. Inicie sessão com a sua palavra-passe.',
    'auth.single-sign-on-only':
      'As pessoas desta conta usam o início de sessão único e não têm aqui palavra-passe. Escolha o início de sessão único na página de início de sessão.',
    'auth.step-up-required': 'Para isto, prove de novo quem é.',
    'auth.too-many-attempts_one': 'Demasiadas tentativas. Tente de novo dentro de um minuto.',
    'auth.too-many-attempts_other': 'Demasiadas tentativas. Tente de novo dentro de {{count}} minutos.',
    'auth.wrong-credentials': 'O endereço de e-mail ou a palavra-passe não está certo. Tente de novo.',
    'auth.wrong-password': 'Esta não é a sua palavra-passe atual. Tente de novo.',
    'auth.wrong-second-factor':
      'Esse código não está certo ou já foi usado. Introduza o que a aplicação mostra agora.',
    'deployment.do-not-deploy':
      'Este número não se destina a softphones. Peça ao seu administrador que o altere.',
    'deployment.no-app-offered':
      'De momento não é possível configurar nenhuma aplicação com este número. Pergunte ao seu administrador.',
    'deployment.no-sip-account':
      'O seu administrador ainda não indicou onde este número está registado. Peça-lhe que o complete.',
    'deployment.password-too-new':
      'A sua palavra-passe foi definida com uma ligação de um e-mail há menos de 72 horas. Espere que passem ou peça uma ligação ao seu administrador.',
    'deployment.pin-missing':
      'Este número precisa de um PIN de implementação e não tem nenhum. Peça ao seu administrador que defina um.',
    'deployment.pin-not-set':
      'Este número não tem PIN de implementação. Se uma ligação o pedir, pergunte ao seu administrador.',
    'deployment.second-factor-needed': 'Para isto é preciso um código da sua aplicação de autenticação.',
    'deployment.second-factor-too-new':
      'A sua aplicação de autenticação foi configurada há pouco tempo. Peça uma ligação ao seu administrador.',
    'deployment.self-deployment-off':
      'O seu administrador não permitiu que cada um configure softphones por si. Peça-lhe uma ligação.',
    'http.fault':
      'Algo correu mal do nosso lado. Nada ficou guardado a meio. Tente de novo. Se continuar, avise o seu administrador.',
    'http.foreign-origin': 'Este pedido veio de outro site, por isso não foi executado.',
    'http.invalid': 'Corrija os campos assinalados.',
    'http.not-found': 'Não há nada aqui, ou não o pode ver.',
    'http.stale':
      'Isto foi alterado desde que o abriu. Carregue-o de novo, veja a alteração e guarde depois a sua.',
    'http.too-large': 'É demasiado grande para enviar. Envie menos de cada vez.',
    'http.unavailable': 'A base de dados não responde neste momento. Nada foi alterado; tente de novo.',
    'http.undecided':
      'A base de dados interrompeu-se antes de dizer se isto foi guardado. Verifique antes de repetir.',
    'portal.directory-off':
      'A sua empresa não mostra aqui o seu diretório. Pergunte a um administrador se precisar dele.',
    'portal.directory-too-fast': 'Consultou o diretório muitas vezes. Tente de novo dentro de meio minuto.',
  },
  sentence: {
    'Enter a code from your authenticator app first.':
      'Introduza primeiro um código da sua aplicação de autenticação.',
    'Enter a valid e-mail address, such as anna@example.com.':
      'Introduza um endereço de e-mail válido, por exemplo anna@example.com.',
    'Enter six digits, or a recovery code.': 'Introduza seis algarismos ou um código de recuperação.',
    'Enter the code from your authenticator app, or a recovery code.':
      'Introduza o código da sua aplicação de autenticação ou um código de recuperação.',
    'Enter the code from your authenticator app.': 'Introduza o código da sua aplicação de autenticação.',
    'Enter the six digits of the e-mail.': 'Introduza os seis algarismos do e-mail.',
    'Enter your current password.': 'Introduza a sua palavra-passe atual.',
    'Enter your e-mail address.': 'Introduza o seu endereço de e-mail.',
    'Enter your last name.': 'Introduza o seu apelido.',
    'Enter your password.': 'Introduza a sua palavra-passe.',
    'Give the client a name.': 'Dê um nome ao softphone.',
    'Leave out line breaks and control characters.': 'Não use quebras de linha nem carateres de controlo.',
    'Others would try your name, your e-mail address or the name of the account. Add a few other words.':
      'Outros experimentariam o seu nome, o seu endereço de e-mail ou o nome da conta. Acrescente algumas outras palavras.',
    'The password or code was wrong five times, so you have been signed out. Sign in again.':
      'A palavra-passe ou o código esteve errado cinco vezes, por isso a sua sessão foi terminada. Inicie-a de novo.',
    'This is missing. Enter it.': 'Isto falta. Introduza-o.',
    'This needs an authenticator app. Set one up under Security, or ask your administrator for a link.':
      'Para isto é precisa uma aplicação de autenticação. Configure uma em «Segurança» ou peça uma ligação ao seu administrador.',
    'This password is among those that are tried first. Use a few words that have nothing to do with each other.':
      'Esta palavra-passe está entre as que são experimentadas primeiro. Use algumas palavras que não tenham nada a ver umas com as outras.',
    'Use at least 15 characters, such as a few words.':
      'Use pelo menos 15 carateres, por exemplo algumas palavras.',
    'Use at least 15 characters, such as a few words; beside a second factor 8 are enough.':
      'Use pelo menos 15 carateres, por exemplo algumas palavras; com um segundo fator bastam 8.',
    'Use at least 8 characters, such as a few words.':
      'Use pelo menos 8 carateres, por exemplo algumas palavras.',
    'Use at most 100 characters.': 'Use no máximo 100 carateres.',
    'Use at most 200 characters.': 'Use no máximo 200 carateres.',
    'Your authenticator app was set up after your administrator last sent you a link. Ask them to send a new one; from then on you can do this yourself.':
      'A sua aplicação de autenticação foi configurada depois de o seu administrador lhe ter enviado a última ligação. Peça-lhe que envie uma nova; a partir daí pode fazê-lo sozinho.',
    'Your authenticator app was set up less than 72 hours ago. Wait until they are over, or ask your administrator for a link.':
      'A sua aplicação de autenticação foi configurada há menos de 72 horas. Espere que passem ou peça uma ligação ao seu administrador.',
  },
}
