import type { Translation } from '#web/lib/i18n/translation.ts'
import type { auth as english } from './en.ts'

export const auth: Translation<typeof english> = {
  language: 'Idioma',
  signIn: {
    title: 'Iniciar sesión',
    lead: 'Use la dirección de correo para la que se creó su cuenta.',
    submit: 'Iniciar sesión',
    choose: '¿Qué cuenta?',
    chooseLead: 'Esta dirección de correo y esta contraseña existen en varias cuentas.',
    back: 'Usar otra dirección de correo',
    with: 'Iniciar sesión con {{name}}',
    or: 'o',
    forgot: '¿Ha olvidado su contraseña?',
    passwordSet: 'Su contraseña está puesta. Inicie sesión con ella; después se le pedirá su segundo factor.',
  },
  singleSignOnProblem: {
    'sso-failed':
      'El inicio de sesión en su proveedor de identidad no ha funcionado. Inténtelo de nuevo. Si continúa, avise al administrador de su cuenta.',
    'sso-unknown-person':
      'Ha iniciado sesión en su proveedor de identidad, pero nadie de esta cuenta tiene la dirección de correo que usted tiene allí. Pida al administrador de su cuenta que le añada.',
    'sso-refused':
      'Su proveedor de identidad no le ha dejado entrar, o usted ha cancelado. Inténtelo de nuevo o pregunte a su administrador.',
    'sso-expired':
      'El inicio de sesión ha tardado demasiado o se empezó en otra ventana. Inténtelo de nuevo.',
  },
  secondFactor: {
    title: 'Código de su aplicación',
    lead: 'Abra su aplicación de autenticación e introduzca las seis cifras que muestra para Rollcall.',
    code: 'Código',
    noCode: 'Introduzca las seis cifras de su aplicación.',
    useRecovery: 'Usar en su lugar un código de recuperación',
    recoveryTitle: 'Código de recuperación',
    recoveryLead:
      'Introduzca uno de los códigos de recuperación que guardó al configurar su aplicación. Sirve una sola vez.',
    recoveryCode: 'Código de recuperación',
    noRecovery: 'Introduzca uno de sus códigos de recuperación.',
    useApp: 'Usar un código de su aplicación',
    remember: 'Recordar este dispositivo durante 30 días',
    rememberHelp: 'Mientras tanto no se pide ningún código. No en un dispositivo que usen otras personas.',
  },
  setUp: {
    title: 'Configure su cuenta',
    lead: 'Será el primer administrador. Este enlace funciona una sola vez.',
    forTitle: 'Elija su contraseña',
    forLead:
      '{{email}} en {{account}}. Este enlace funciona una sola vez. Se cerrarán todas sus sesiones abiertas.',
    submit: 'Guardar la contraseña e iniciar sesión',
    passwordHelp: 'Al menos {{count}} caracteres. Unas cuantas palabras forman una buena contraseña.',
    expired: 'Este enlace ya no se puede usar',
    toSignIn: 'Ir al inicio de sesión',
  },
  welcome: {
    title: 'Termine de crear su cuenta',
    lead: '{{name}}, {{account}} ha creado una cuenta para usted. Elija la contraseña con la que iniciará sesión.',
    leadTo:
      '{{name}}, {{account}} ha creado una cuenta para usted. Inicia sesión con {{provider}}, como {{email}}; no hay que elegir ninguna contraseña.',
    continue: 'Continuar con {{provider}}',
    unknown:
      'Ya se usó, ha caducado, se sustituyó por uno más reciente o no está completo. Si ya ha puesto una contraseña, inicie sesión. Si no, pida al administrador de su cuenta que vuelva a enviar el correo de bienvenida.',
  },
  forgot: {
    title: '¿Ha olvidado su contraseña?',
    lead: 'Introduzca la dirección de correo con la que inicia sesión. Recibirá un correo con un enlace y un código de confirmación.',
    submit: 'Enviar el correo',
    noAddress: 'Introduzca la dirección de correo completa, por ejemplo anna@example.com.',
    toSignIn: 'Ir al inicio de sesión',
    sent: 'Consulte su correo',
    sentLead:
      'Si {{email}} tiene aquí una contraseña, hay un correo en camino. Puede tardar unos minutos. ¿No llega nada? Mire en la carpeta de correo no deseado o pregunte a su administrador.',
  },
  reset: {
    title: 'Elija una contraseña nueva',
    lead: 'Para su cuenta en {{account}}. Tenga a mano el correo con el código de confirmación: el código vale diez minutos desde que continúe.',
    goOn: 'Continuar',
    formLead: 'Para su cuenta en {{account}}. Se cerrarán todas sus sesiones abiertas.',
    field: { code: 'Código de confirmación', password: 'Contraseña nueva' },
    passwordHelp:
      'Al menos {{count}} caracteres; bastan {{fewer}} si también inicia sesión con una aplicación de autenticación. Unas cuantas palabras forman una buena contraseña.',
    timeLeft_one: 'Seis cifras del correo. Valen todavía menos de un minuto.',
    timeLeft_other: 'Seis cifras del correo. Valen todavía {{count}} minutos.',
    submit: 'Cambiar la contraseña',
    done: 'Su contraseña ha cambiado',
    doneLead: 'Inicie sesión con la nueva.',
    codeOver: 'Este código ya no se puede usar',
    sendAgain: 'Enviarme un correo nuevo',
    sentAgain:
      'Se envía un correo nuevo a la misma dirección que el anterior. Puede tardar unos minutos. Use el correo más reciente: los enlaces anteriores ya no sirven.',
    toForgot: 'Pedir un correo nuevo',
    again: 'Intentarlo de nuevo',
  },
  stepUp: {
    title: {
      password: 'Introduzca de nuevo su contraseña',
      code: 'Introduzca un código de su aplicación',
      elsewhere: 'Confirme que es usted',
    },
    instead: {
      password: 'Usar en su lugar la contraseña',
      code: 'Usar en su lugar un código de su aplicación',
      elsewhere: 'Iniciar sesión en su lugar en su proveedor de identidad',
    },
    missing: {
      password: 'Introduzca su contraseña.',
      code: 'Introduzca las seis cifras de su aplicación.',
    },
    lead: 'Es una acción delicada, por eso nos aseguramos de que es usted.',
    submit: 'Continuar',
    provider: 'su proveedor de identidad',
    confirmWith: 'Confirmar con {{name}}',
    elsewhere:
      'Irá a {{name}}, iniciará sesión allí y volverá a esta página. Pulse entonces otra vez el botón. Lo que haya escrito aquí sin guardar se pierde; cópielo antes.',
  },
  field: {
    email: 'Dirección de correo',
    password: 'Contraseña',
    firstName: 'Nombre',
    lastName: 'Apellidos',
  },
}
