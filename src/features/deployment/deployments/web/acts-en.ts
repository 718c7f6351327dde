/** Words of the question before an act and of what comes after it. They are not loaded before. */
export const acts = {
  forecast: {
    mails_one: '{{count, number}} user gets an e-mail with a personal link and QR code.',
    mails_other: '{{count, number}} users get an e-mail with a personal link and QR code.',
    forced_one: 'The softphones of {{count, number}} user fetch their configuration at the next opportunity.',
    forced_other:
      'The softphones of {{count, number}} users fetch their configuration at the next opportunity.',
    linkOpen_one: '{{count, number}} is left alone: a link was sent and still works.',
    linkOpen_other: '{{count, number}} are left alone: a link was sent and still works.',
    locked_one: '{{count, number}} is left alone: too many wrong PINs were entered. Unlock first.',
    locked_other: '{{count, number}} are left alone: too many wrong PINs were entered. Unlock them first.',
    noClient_one: '{{count, number}} is skipped: no softphone is set up yet.',
    noClient_other: '{{count, number}} are skipped: no softphone is set up yet.',
    doNotDeploy_one: '{{count, number}} is skipped: its profile says *Do not deploy*.',
    doNotDeploy_other: '{{count, number}} are skipped: their profile says *Do not deploy*.',
    pinMissing_one: '{{count, number}} is skipped: a PIN is required and none is set.',
    pinMissing_other: '{{count, number}} are skipped: a PIN is required and none is set.',
    noAccount_one: '{{count, number}} is skipped: the record has no SIP account to register with.',
    noAccount_other: '{{count, number}} are skipped: their records have no SIP account to register with.',
    noEmail_one: '{{count, number}} is skipped: the record has no e-mail address.',
    noEmail_other: '{{count, number}} are skipped: their records have no e-mail address.',
    synchronised_one: '{{count, number}} user is brought up to date with the record it comes from.',
    synchronised_other: '{{count, number}} users are brought up to date with the records they come from.',
    manual_one: '{{count, number}} is skipped: it was entered by hand or imported.',
    manual_other: '{{count, number}} are skipped: they were entered by hand or imported.',
    pins_one: '{{count, number}} user gets a PIN of six digits.',
    pins_other: '{{count, number}} users each get a different PIN of six digits.',
    pinsReplaced_one: '{{count, number}} user gets a new PIN; the one that is set stops working.',
    pinsReplaced_other: '{{count, number}} users get a new PIN; those that are set stop working.',
    pinsKept_one: '{{count, number}} is skipped: a PIN is set, and it is kept.',
    pinsKept_other: '{{count, number}} are skipped: a PIN is set, and it is kept.',
    personSought_one:
      '{{count, number}} user is assigned to the person with the same e-mail address, if the account has one. Otherwise it is skipped, and the result names it.',
    personSought_other:
      '{{count, number}} users are assigned to the people with the same e-mail addresses. For whom the account has none is skipped, and the result names them.',
    personKept_one: '{{count, number}} is skipped: it belongs to a person, and stays with them.',
    personKept_other: '{{count, number}} are skipped: they belong to people, and stay with them.',
    deleted_one: '{{count, number}} user is taken out of client deployment.',
    deleted_other: '{{count, number}} users are taken out of client deployment.',
    clientsReset_one: '{{count, number}} softphone stops working and is reset.',
    clientsReset_other: '{{count, number}} softphones stop working and are reset.',
  },
  all: {
    deploy:
      'Each gets an e-mail with a personal link and QR code. Users with a *Do not deploy* profile, without a PIN where one is required, or for whom no app of the profile can be set up, are skipped; the result names them.',
    autoDeploy:
      'Softphones already set up fetch their configuration. Users without a softphone get a link, unless one was sent that still works or their PIN is locked.',
    force:
      'Softphones fetch their configuration at the next opportunity. Users without a softphone are skipped; the result names them.',
    synchronise: 'Users entered by hand or imported are skipped; the result names them.',
    generatePins:
      'Each user without a PIN gets a different one of six digits (eight for more than a million users). PINs that are set are kept.',
    generatePinsReplace:
      'Each user gets a different PIN of six digits (eight for more than a million users). PINs that are set are replaced and stop working.',
    assignPeople:
      'Each user is assigned to the person with the same e-mail address. Who belongs to a person already, and for whom the account has none, is skipped; the result names them.',
    delete: 'Softphones already set up stop working and are reset.',
  },
  note: {
    replaces: 'A link sent earlier stops working. Softphones already set up are not disturbed.',
    pinApart: 'The PIN is never in the e-mail. Tell it to people separately.',
    needsPasswords:
      'Some profiles offer only apps that need the SIP password itself. Users of whom only a hash of it is stored are skipped; the result names them.',
    force: 'Calls are not interrupted, and nobody has to do anything.',
    handOver: 'At the end you can print a list to hand over. PINs are never mailed.',
    inPortal: 'People see the number in the portal. Softphones already set up are not disturbed.',
    linksEnd: 'Open links stop working.',
    stays: 'People stay in the system they came from.',
  },
  pins: {
    replace: 'Also replace PINs that are set',
    replaceHelp: 'A PIN that was handed over earlier stops working.',
  },
  handOver: {
    open: 'Print hand-over list',
    title: 'PINs to hand over',
    recorded_one: '{{count, number}} PIN is shown. That it was shown, and to you, is recorded.',
    recorded_other: '{{count, number}} PINs are shown. That they were shown, and to you, is recorded.',
    layout: 'Layout',
    slips: 'Slips to cut',
    rows: 'One list',
    print: 'Print',
    name: 'Name',
    number: 'Number',
    pin: 'PIN',
    slipText: 'Your PIN for setting up the softphone:',
  },
} as const
