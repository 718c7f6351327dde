import type { MailTexts } from '../texts.ts'

export const pt: MailTexts = {
  deployment: {
    subject: '{{accountName}}: configure o seu softphone',
    body: `Olá {{firstName}} {{lastName}},

{{accountName}} preparou um softphone para si: uma aplicação para fazer e receber chamadas com o seu número de trabalho.
O seu número: {{directoryNumber}}

Abra esta ligação no telefone ou computador com que pretende telefonar.

{{link}}

{{qrCode}}

É-lhe pedido um código de autenticação? É este:
{{authenticationCode}}

A ligação e o código são válidos até {{expiresAt}}.`,
    button: 'Configurar o meu softphone',
    qrAlt: 'Código QR da ligação',
    qrCaption: 'Leia-o com a câmara do seu telefone ou abra a ligação no seu telefone.',
    pinNote: 'Ser-lhe-á pedido um PIN. O seu administrador dá-lho em separado; nunca está num e-mail.',
    codeNote: (address) => `O código de autenticação pode ser introduzido em ${address}`,
    forPerson: (who) => `Este e-mail é para ${who}. Por favor, faça-lho chegar.`,
  },
  test: {
    subject: (subject) => `[Teste] ${subject}`,
    note: 'Este é um teste do e-mail de implementação. A ligação e o código não levam a lado nenhum.',
  },
  newPhone: {
    subject: (who, app, time) => `Foi configurado um novo telefone para ${who} (${app}, ${time})`,
    lead: {
      owner: (who) =>
        `Foi configurado um novo telefone para si (${who}). Com ele podem fazer-se e receber-se as suas chamadas.`,
      admins: (who) => `Foi configurado um novo telefone para ${who}.`,
    },
    app: 'Aplicação',
    when: 'Hora',
    expected: 'Se já o esperava, não tem de fazer nada.',
    unexpected: {
      owner:
        'Se não o reconhece, prima o botão. O telefone será bloqueado e os seus administradores serão avisados.',
      admins: 'Se ninguém souber dele, prima o botão. O telefone será bloqueado.',
    },
    button: { owner: 'Não fui eu', admins: 'Não esperado: bloquear' },
  },
}
