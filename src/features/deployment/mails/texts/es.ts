import type { MailTexts } from '../texts.ts'

export const es: MailTexts = {
  deployment: {
    subject: '{{accountName}}: configure su softphone',
    body: `Hola, {{firstName}} {{lastName}}:

{{accountName}} ha preparado un softphone para usted: una aplicación para hacer y recibir llamadas con su número de trabajo.
Su número: {{directoryNumber}}

Abra este enlace en el teléfono u ordenador con el que quiere llamar.

{{link}}

{{qrCode}}

¿Se le pide un código de autenticación? Es este:
{{authenticationCode}}

El enlace y el código son válidos hasta el {{expiresAt}}.`,
    button: 'Configurar mi softphone',
    qrAlt: 'Código QR del enlace',
    qrCaption: 'Escanéelo con la cámara de su teléfono o abra el enlace en su teléfono.',
    pinNote: 'Se le pedirá un PIN. Su administrador se lo da por separado; nunca está en un correo.',
    codeNote: (address) => `El código de autenticación se puede introducir en ${address}`,
    forPerson: (who) => `Este correo es para ${who}. Por favor, hágaselo llegar.`,
  },
  test: {
    subject: (subject) => `[Prueba] ${subject}`,
    note: 'Esta es una prueba del correo de implementación. Su enlace y su código no llevan a ninguna parte.',
  },
  newPhone: {
    subject: (who, app, time) => `Se ha configurado un teléfono nuevo para ${who} (${app}, ${time})`,
    lead: {
      owner: (who) =>
        `Se ha configurado un teléfono nuevo para usted (${who}). Con él se pueden hacer y recibir sus llamadas.`,
      admins: (who) => `Se ha configurado un teléfono nuevo para ${who}.`,
    },
    app: 'Aplicación',
    when: 'Hora',
    expected: 'Si lo esperaba, no tiene que hacer nada.',
    unexpected: {
      owner:
        'Si no ha sido usted, pulse el botón. El teléfono se bloqueará y se avisará a sus administradores.',
      admins: 'Si nadie sabe nada de él, pulse el botón. El teléfono se bloqueará.',
    },
    button: { owner: 'No he sido yo', admins: 'No se esperaba: bloquearlo' },
  },
}
