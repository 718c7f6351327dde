import type { NoticeTexts } from '../admin-notice-details.ts'

export const es: NoticeTexts = {
  what: {
    'deployment-email-changed': ({ language }) =>
      `Se ha cambiado el correo de implementación (idioma: ${language})`,
    'central-address-set': ({ profile, address }) =>
      `Todos los correos de implementación del perfil «${profile}» se envían ahora a ${address}`,
    'pin-disclosed': ({ person }) => `Se ha mostrado el PIN de implementación de ${person}`,
    'pins-disclosed': ({ count }) =>
      `Se ha hecho una lista con los PIN de implementación de ${count} personas`,
    'phone-blocked': ({ person }) => `Se ha bloqueado por ajeno un teléfono configurado para ${person}`,
    'phone-lost': ({ person, accounts }) =>
      `Un softphone de ${person} se ha perdido o ha sido robado${accounts && `: cambie la contraseña SIP de ${accounts}`}`,
    'link-handed-over': ({ person }) => `Se ha entregado en mano el enlace de implementación de ${person}`,
    'connection-secret-changed': ({ connection }) =>
      `Se han cambiado las credenciales de la conexión «${connection}»`,
    'connection-removed': ({ connection }) => `Se ha eliminado la conexión «${connection}»`,
    'api-key-made': ({ name }) => `Se ha creado la clave de API «${name}»`,
    'api-key-ended': ({ name }) =>
      `La clave de API «${name}» ya no es válida, porque quien la creó ya no administra esta cuenta`,
    'api-keys-ended': ({ count }) =>
      `${count} claves de API ya no son válidas, porque quien las creó ya no administra esta cuenta`,
    'export-with-pins': ({ count }) => `Se han exportado ${count} registros con sus PIN de implementación`,
    'export-made': ({ count }) => `Se han exportado ${count} registros`,
    'deployment-started': () => 'Se están implementando softphones para personas de esta cuenta',
    'set-up-link-made': ({ person }) =>
      `Se ha creado un enlace para que ${person} establezca una contraseña nueva`,
    'password-resets-sent': ({ count }) =>
      `Se ha enviado a ${count} personas un correo para que elijan una contraseña nueva`,
    'admin-made': ({ person }) => `${person} puede administrar esta cuenta a partir de ahora`,
    'admins-made': ({ count }) => `${count} personas pueden administrar esta cuenta a partir de ahora`,
    'admin-removed': ({ person }) => `${person} ya no puede administrar esta cuenta`,
    'admins-removed': ({ count }) => `${count} personas ya no pueden administrar esta cuenta`,
    'admin-email-changed': ({ person, email }) =>
      `La dirección de correo de ${person}, que administra esta cuenta, es ahora ${email}`,
    'person-locked': ({ person }) =>
      `Se ha bloqueado a ${person}, porque se introdujeron códigos erróneos tras la contraseña correcta`,
    'second-factor-removed': ({ person }) => `Se ha quitado la aplicación de autenticación de ${person}`,
    'second-factor-asked-for': () =>
      'Los administradores de esta cuenta necesitan ahora una aplicación de autenticación',
    'second-factor-not-asked-for': () =>
      'Los administradores de esta cuenta ya no necesitan una aplicación de autenticación',
    'account-deactivated': () => 'Se ha desactivado esta cuenta',
    'account-reactivated': () => 'Se ha reactivado esta cuenta',
    'partner-access-open': () => 'El socio puede entrar en esta cuenta',
    'partner-access-until': ({ until }) => `El socio puede entrar en esta cuenta hasta: ${until}`,
    'partner-access-closed': () => 'El socio ya no puede entrar en esta cuenta',
    'single-sign-on-changed': () => 'Se ha cambiado el inicio de sesión único (SSO) de esta cuenta',
    'licences-ended': ({ count, product }) =>
      `${count} licencias de ${product} terminaron con su suscripción`,
  },
  by: 'Por',
  partner: 'socio',
  operator: 'el operador de este servicio',
  adviceOnOperator:
    'Si lo esperaba, no tiene que hacer nada. Si no, pregunte al operador de este servicio quién lo quería: alguien podría querer iniciar sesión como esta persona.',
  when: 'Hora',
  advice:
    'Si lo esperaba, no tiene que hacer nada. Si no, mire qué más se ha hecho y asegúrese de que nadie más usa la cuenta y el buzón de esta persona.',
  adviceOnEndedLicences:
    'No había plazas libres en otra suscripción. Solicite un nuevo pedido a su socio y vuelva a asignar las licencias.',
  adviceOnLostPhone:
    'Quien tenga el teléfono puede haber leído sus contraseñas SIP. Cámbielas en el sistema telefónico o en la pasarela, finalice allí los registros e introduzca las nuevas contraseñas en la ficha; los demás softphones las obtienen enseguida.',
  adviceOnDeactivation:
    'Nadie de la cuenta puede iniciar sesión, los enlaces ya no funcionan y los softphones se restablecen cuando vuelven a pedir su configuración. Si no lo esperaba, pregunte a su socio.',
  adviceOnClosedAccess:
    'Los administradores del socio ya no ven nada de esta cuenta; no se ha borrado nada. Si no lo esperaba, pregunte a un administrador de la cuenta.',
  button: 'Ver lo que se ha hecho',
}
