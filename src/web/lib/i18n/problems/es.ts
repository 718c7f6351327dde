import type { ProblemWords } from './words.ts'

export const problems: ProblemWords = {
  code: {
    'accounts.deactivated': 'Su empresa ya no usa este servicio. Pregunte a su administrador.',
    'auth.busy':
      'En este momento están iniciando sesión demasiadas personas. Inténtelo de nuevo en 5 segundos.',
    'auth.identity-provider-silent':
      'Su proveedor de identidad no responde. Inténtelo de nuevo en un momento. Si continúa, avise a su administrador.',
    'auth.locked':
      'Demasiados códigos incorrectos: este inicio de sesión está bloqueado. Restablezca la contraseña por correo o pida a un administrador que lo desbloquee.',
    'auth.no-enrolment':
      'No se está configurando ninguna aplicación de autenticación, o se empezó hace más de una hora. Empiece de nuevo.',
    'auth.not-allowed': 'No tiene permiso para esto. Pregunte a un administrador de su cuenta.',
    'auth.not-signed-in': 'Inicie sesión para continuar.',
    'auth.reset-code-expired':
      'El código de confirmación vale diez minutos, y ya han pasado. Pida un correo nuevo.',
    'auth.reset-code-wrong_one':
      'El código de confirmación no es correcto. Mire el correo más reciente; le queda un intento.',
    'auth.reset-code-wrong_other':
      'El código de confirmación no es correcto. Mire el correo más reciente; le quedan {{count}} intentos.',
    'auth.reset-code-wrong_zero':
      'El código de confirmación ha sido incorrecto cinco veces, así que el enlace ya no sirve. Pida un correo nuevo.',
    'auth.reset-link-unknown':
      'Este enlace no está completo, se ha usado, ha caducado o se sustituyó por un correo más reciente. Pida un correo nuevo.',
    'auth.second-factor-needed':
      'Esta cuenta pide a sus administradores un segundo factor, así que el suyo no se puede quitar. Configure en su lugar otra aplicación.',
    'auth.second-factor-required': 'Introduzca el código de su aplicación de autenticación.',
    'auth.set-up-link-unknown': 'Este enlace es desconocido, se ha usado o ha caducado. Pida uno nuevo.',
    'auth.single-sign-on-off':
      'Aquí no hay inicio de sesión único, o está desactivado. Inicie sesión con su contraseña.',
    'auth.single-sign-on-only':
      'Las personas de esta cuenta usan el inicio de sesión único y no tienen contraseña aquí. Elija el inicio de sesión único en la página de inicio de sesión.',
    'auth.step-up-required': 'Para esto, demuestre de nuevo quién es.',
    'auth.too-many-attempts_one': 'Demasiados intentos. Inténtelo de nuevo en un minuto.',
    'auth.too-many-attempts_other': 'Demasiados intentos. Inténtelo de nuevo en {{count}} minutos.',
    'auth.wrong-credentials': 'La dirección de correo o la contraseña no es correcta. Inténtelo de nuevo.',
    'auth.wrong-password': 'Esta no es su contraseña actual. Inténtelo de nuevo.',
    'auth.wrong-second-factor':
      'Ese código no es correcto o ya se ha usado. Introduzca el que muestra ahora la aplicación.',
    'deployment.do-not-deploy':
      'Este número no está pensado para softphones. Pida a su administrador que lo cambie.',
    'deployment.no-app-offered':
      'Por ahora no se puede configurar ninguna aplicación con este número. Pregunte a su administrador.',
    'deployment.no-sip-account':
      'Su administrador aún no ha indicado dónde está registrado este número. Pídale que lo complete.',
    'deployment.password-too-new':
      'Su contraseña se puso con un enlace de un correo hace menos de 72 horas. Espere a que pasen o pida un enlace a su administrador.',
    'deployment.pin-missing':
      'Este número necesita un PIN de implementación y no lo tiene. Pida a su administrador que ponga uno.',
    'deployment.pin-not-set':
      'Este número no tiene PIN de implementación. Si un enlace lo pide, pregunte a su administrador.',
    'deployment.second-factor-needed': 'Para esto hace falta un código de su aplicación de autenticación.',
    'deployment.second-factor-too-new':
      'Su aplicación de autenticación se configuró hace poco. Pida un enlace a su administrador.',
    'deployment.self-deployment-off':
      'Su administrador no ha permitido que cada uno configure softphones por su cuenta. Pídale un enlace.',
    'http.fault':
      'Ha fallado algo por nuestra parte. Nada se ha guardado a medias. Inténtelo de nuevo. Si continúa, avise a su administrador.',
    'http.foreign-origin': 'Esta petición venía de otro sitio web, así que no se ha ejecutado.',
    'http.invalid': 'Corrija los campos marcados.',
    'http.not-found': 'Aquí no hay nada, o usted no puede verlo.',
    'http.stale':
      'Esto ha cambiado desde que lo abrió. Cárguelo de nuevo, mire el cambio y guarde después el suyo.',
    'http.too-large': 'Es demasiado grande para enviarlo. Envíe menos de una vez.',
    'http.unavailable':
      'La base de datos no responde en este momento. No se ha cambiado nada; inténtelo de nuevo.',
    'http.undecided':
      'La base de datos se interrumpió antes de decir si esto se guardó. Compruébelo antes de repetirlo.',
    'portal.directory-off':
      'Su empresa no muestra aquí su directorio. Pregunte a un administrador si lo necesita.',
    'portal.directory-too-fast':
      'Ha consultado el directorio muchas veces. Inténtelo de nuevo dentro de medio minuto.',
  },
  sentence: {
    'Enter a code from your authenticator app first.':
      'Introduzca primero un código de su aplicación de autenticación.',
    'Enter a valid e-mail address, such as anna@example.com.':
      'Introduzca una dirección de correo válida, por ejemplo anna@example.com.',
    'Enter six digits, or a recovery code.': 'Introduzca seis cifras o un código de recuperación.',
    'Enter the code from your authenticator app, or a recovery code.':
      'Introduzca el código de su aplicación de autenticación o un código de recuperación.',
    'Enter the code from your authenticator app.': 'Introduzca el código de su aplicación de autenticación.',
    'Enter the six digits of the e-mail.': 'Introduzca las seis cifras del correo.',
    'Enter your current password.': 'Introduzca su contraseña actual.',
    'Enter your e-mail address.': 'Introduzca su dirección de correo.',
    'Enter your last name.': 'Introduzca sus apellidos.',
    'Enter your password.': 'Introduzca su contraseña.',
    'Give the client a name.': 'Dé un nombre al softphone.',
    'Leave out line breaks and control characters.': 'No use saltos de línea ni caracteres de control.',
    'Others would try your name, your e-mail address or the name of the account. Add a few other words.':
      'Otros probarían su nombre, su dirección de correo o el nombre de la cuenta. Añada unas cuantas palabras más.',
    'The password or code was wrong five times, so you have been signed out. Sign in again.':
      'La contraseña o el código ha sido incorrecto cinco veces, así que se ha cerrado su sesión. Iníciela de nuevo.',
    'This is missing. Enter it.': 'Esto falta. Introdúzcalo.',
    'This needs an authenticator app. Set one up under Security, or ask your administrator for a link.':
      'Para esto hace falta una aplicación de autenticación. Configure una en «Seguridad» o pida un enlace a su administrador.',
    'This password is among those that are tried first. Use a few words that have nothing to do with each other.':
      'Esta contraseña está entre las que se prueban primero. Use unas cuantas palabras que no tengan nada que ver entre sí.',
    'Use at least 15 characters, such as a few words.':
      'Use al menos 15 caracteres, por ejemplo unas cuantas palabras.',
    'Use at least 15 characters, such as a few words; beside a second factor 8 are enough.':
      'Use al menos 15 caracteres, por ejemplo unas cuantas palabras; junto a un segundo factor bastan 8.',
    'Use at least 8 characters, such as a few words.':
      'Use al menos 8 caracteres, por ejemplo unas cuantas palabras.',
    'Use at most 100 characters.': 'Use como máximo 100 caracteres.',
    'Use at most 200 characters.': 'Use como máximo 200 caracteres.',
    'Your authenticator app was set up after your administrator last sent you a link. Ask them to send a new one; from then on you can do this yourself.':
      'Su aplicación de autenticación se configuró después de que su administrador le enviara el último enlace. Pídale que envíe uno nuevo; a partir de entonces podrá hacerlo usted mismo.',
    'Your authenticator app was set up less than 72 hours ago. Wait until they are over, or ask your administrator for a link.':
      'Su aplicación de autenticación se configuró hace menos de 72 horas. Espere a que pasen o pida un enlace a su administrador.',
  },
}
