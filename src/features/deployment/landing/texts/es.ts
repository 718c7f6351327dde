import type { LandingTexts } from '../texts.ts'

export const es: LandingTexts = {
  hello: 'Hola',
  askPin: {
    lead: 'Introduzca su PIN y elija su aplicación. A continuación se configurará su softphone.',
    label: 'PIN',
    hint: 'Su administrador se lo ha dado por separado. No está en el correo.',
    wrong: 'Ese PIN no es correcto.',
    attemptsLeft: (count) => (count === 1 ? 'Le queda un intento.' : `Le quedan ${count} intentos.`),
    malformed: 'Un PIN tiene de 4 a 20 cifras y nada más. Esto no ha contado como intento.',
  },
  chooseApp: {
    lead: 'Elija la aplicación con la que quiere llamar.',
    legend: 'Su aplicación',
    others: 'Otras aplicaciones',
    missing: 'Elija primero una aplicación.',
    press: 'Continuar',
  },
  apps: {
    generic: 'Configurar a mano',
    hints: {
      linphone: 'Aplicación gratuita para Android, iPhone y ordenador. Se configura sola.',
      microsip: 'Para Windows. Usted guarda un archivo.',
      baresip: 'Para Linux y Mac. Usted guarda un archivo.',
      generic: 'Para cualquier otro softphone. Usted copia los ajustes.',
    },
  },
  addressNote: (host) =>
    `Esta página pertenece a ${host}. Continúe solo si su navegador muestra esta dirección.`,
  linphone: {
    title: 'Configurar Linphone',
    onPhone: 'Pulse el botón. Linphone se abre y se configura solo.',
    open: 'Abrir en Linphone',
    notInstalled: '¿Todavía no tiene Linphone?',
    afterInstalling: 'Instálelo y vuelva después a esta página.',
    stores: {
      android: 'Google Play (Android)',
      ios: 'App Store (iPhone)',
      computer: 'Linphone para ordenador',
    },
    scan: 'Escanear con la aplicación',
    scanHow: 'Abra Linphone en su teléfono, elija escanear un código QR y apunte la cámara a esta imagen.',
    qr: 'Código QR para Linphone',
    qrHides: 'La imagen se oculta a los 2 minutos. Pulse su título para volver a mostrarla.',
    openHere: 'Usar Linphone en este ordenador',
    byHand: 'Introducir la dirección a mano',
    byHandHow: 'En Linphone, elija obtener una configuración remota y pegue esta dirección:',
  },
  file: {
    title: (app) => `Configurar ${app}`,
    press: 'Descargar el archivo de configuración',
    how: {
      microsip:
        'Cierre MicroSIP. Guarde el archivo como microsip.ini en la carpeta de MicroSIP (%APPDATA%\\MicroSIP) e inicie MicroSIP.',
      baresip:
        'Cierre baresip. Guarde el archivo como «accounts» en la carpeta .baresip de su carpeta personal e inicie baresip.',
    },
    holdsPassword: 'El archivo contiene una contraseña. No lo comparta y borre las demás copias.',
  },
  manual: {
    title: 'Ajustes de su softphone',
    lead: 'Copie estos ajustes en su softphone. No comparta la contraseña.',
    show: 'Mostrar',
    setting: 'Ajuste',
    value: 'Valor',
    sections: {
      general: 'General',
      pbx: 'Cuenta',
      mbg: 'Cuenta fuera de la oficina',
      clientService: 'Servicio de clientes',
    },
    settings: {
      displayName: 'Nombre visible',
      voicemailNumber: 'Número del buzón de voz',
      codecs: 'Códecs',
      userName: 'Nombre de usuario',
      password: 'Contraseña',
      domain: 'Dominio',
      host: 'Servidor',
      port: 'Puerto',
      transport: 'Transporte',
      mediaSecurity: 'Cifrado de voz',
      realm: 'Realm',
      registrationExpirySeconds: 'Duración del registro (segundos)',
    },
    mediaSecurity: { none: 'Ninguno', sdes: 'SRTP (SDES)', dtls: 'SRTP (DTLS)' },
  },
  validUntil: (time) => `Válido hasta las ${time}, para un solo dispositivo.`,
  waiting: 'Esperando a la aplicación. Esta página cambia sola.',
  seeResult: 'Ya la he configurado',
  done: {
    title: (app, time) => `Configurado en ${app}, ${time}`,
    lead: 'Ya puede hacer y recibir llamadas. Puede cerrar esta página.',
    notMine: '¿No ha sido usted? Entonces bloquéelo. Se avisará a sus administradores.',
    block: 'No es mi teléfono: bloquearlo',
  },
  blocked: {
    title: 'El teléfono está bloqueado',
    lead: 'Ya no recibe ningún ajuste nuestro y se ha avisado a sus administradores. Pídales un enlace nuevo cuando lo necesite.',
  },
  enterCode: {
    title: 'Introduzca su código',
    lead: 'Pegue o escriba el código de autenticación de su correo.',
    label: 'Código de autenticación',
    hint: 'Distinga mayúsculas y minúsculas. Los espacios no importan.',
    press: 'Continuar',
  },
  unknownOrExpired: {
    title: 'Este enlace no funciona',
    lead: 'El enlace o el código no se conoce o ha caducado. Compruebe que está completo o pida uno nuevo a su administrador.',
  },
  expired: {
    title: 'Este enlace ha caducado',
    lead: 'Podemos enviarle uno nuevo a su dirección de correo. Si no llega nada, consulte a su administrador.',
    press: 'Enviarme un enlace nuevo',
  },
  sent: {
    title: 'Mire su correo',
    lead: 'Si se puede enviar un enlace nuevo, llegará en los próximos minutos. Si no llega nada, consulte a su administrador.',
  },
  used: {
    title: 'Este enlace ya se ha utilizado',
    lead: 'Con él se configuró un softphone. Si necesita otro o si no ha sido usted, consulte a su administrador.',
  },
  locked: {
    title: 'Este enlace está bloqueado',
    lead: 'Se ha introducido un PIN incorrecto demasiadas veces. Pida a su administrador que lo desbloquee. Hasta entonces no sirve ni el PIN correcto.',
  },
  noApp: {
    title: 'De momento no se puede configurar ninguna aplicación',
    lead: 'Su enlace es correcto y no se ha gastado, pero ninguna de las aplicaciones previstas puede recibir sus ajustes. Consulte a su administrador. En cuanto se corrija, el mismo enlace funcionará.',
  },
  stopped: {
    title: 'Demasiados PIN incorrectos desde su red',
    lead: 'Desde la conexión a internet que usa se han introducido PIN incorrectos en muchos enlaces. Vuelva a intentarlo dentro de una hora o use otra conexión, por ejemplo los datos móviles. Su enlace sigue siendo válido y no se ha contado ningún intento. Si no funciona, consulte a su administrador.',
  },
  revoked: {
    title: 'Este enlace ya no es válido',
    lead: 'Se ha retirado o sustituido por otro más reciente. Use el correo más reciente o consulte a su administrador.',
  },
  notForBrowsers: {
    title: 'Esta dirección es para su softphone',
    lead: 'Un navegador no puede hacer nada con ella, y no se ha gastado nada. Abra el enlace de su correo o consulte a su administrador.',
  },
}
