/** Words of Integrations and apps › Subscriptions, and of licences beside people. */
export const licences = {
  unlimited: 'No end',
  subscriptions: {
    title: 'Subscriptions',
    lead: 'What the partner has given to this account: licences that its people can be given.',
    list: 'Subscriptions',
    state: { upcoming: 'Upcoming', running: 'Running', ended: 'Ended' },
    column: {
      number: 'Number',
      product: 'Product',
      state: 'State',
      quantity: 'Licences',
      used: 'Given',
      remaining: 'Left',
      startsOn: 'Starts',
      endsOn: 'Ends',
    },
    hint: {
      number: 'The number of the order by which the partner bought it.',
      used: 'Licences that people of this account hold. It leads to all who hold one of this product.',
      remaining:
        'Licences that can still be given. None before the subscription starts and after it has ended.',
      endsOn:
        'The last day. Licences out of a subscription that has ended move to another one with free licences, or are taken.',
    },
    empty: {
      title: 'No subscriptions',
      text: 'A subscription holds licences that people of this account can be given. The partner of this account orders them and gives them to it.',
      ofPartner:
        'A subscription holds licences that people of this account can be given. Enter the order in your own account, and give it to this customer.',
      orders: 'Go to Orders',
      ofPartnerAccount:
        'This is a partner account: its orders are given to customers, and are subscriptions there.',
    },
    notGiven: 'Licences cannot be given here at present:',
    give: 'Assign licences on Users',
  },
  left: '{{remaining, number}} of {{quantity, number}} left',
  manage: {
    title: '{{product}} licences',
    available: '{{remaining, number}} of {{quantity, number}} available',
    counting: 'Counting who holds one…',
    holders_zero: 'Nobody of them holds one.',
    holders_one: '{{count, number}} of {{people, number}} holds one already.',
    holders_other: '{{count, number}} of {{people, number}} hold one already.',
    // UA-72, to the letter.
    tooFew:
      '{{missing}} more license(s) are needed to apply to the selected users. Please purchase more or unassign existing licenses and try again.',
    assign: 'Assign ({{count, number}})',
    assignAll: 'Assign all',
    unassign: 'Unassign ({{count, number}})',
    unassignAll: 'Unassign all',
    nobody: 'There is nobody to give one to.',
    everybodyHolds: 'All of them hold one already.',
    nobodyHolds: 'Nobody of them holds one.',
    subscriptions: 'Subscriptions',
    assigning: {
      title_one: 'Assign {{count, number}} licence?',
      title_other: 'Assign {{count, number}} licences?',
      text_one:
        '{{count, number}} user gets a licence for {{product}}; {{left, number}} are left then. Who holds one already keeps it.',
      text_other:
        '{{count, number}} users get a licence for {{product}}; {{left, number}} are left then. Who holds one already keeps it.',
      submit: 'Assign',
      started: 'Licences are being assigned',
    },
    unassigning: {
      title_one: 'Unassign {{count, number}} licence?',
      title_other: 'Unassign {{count, number}} licences?',
      text_one:
        '{{count, number}} user loses the licence for {{product}}, and cannot use it any more. It is free for somebody else.',
      text_other:
        '{{count, number}} users lose the licence for {{product}}, and cannot use it any more. They are free for others.',
      submit: 'Unassign',
      started: 'Licences are being taken back',
    },
  },
  person: {
    lead: 'The products that this user has. A change is made at once; switch back to undo it.',
    held: 'Licence assigned',
    notHeld: 'No licence',
    given: '{{name}} now has a licence for {{product}}.',
    taken: '{{name}} has no licence for {{product}} any more.',
    noneLeft_one: 'The only licence is given. Take it from who holds it, or ask for a subscription.',
    noneLeft_other:
      'All {{count, number}} licences are given. Take one from somebody else, or ask for a subscription.',
    noneToGive: 'No subscription that runs today has licences to give.',
    integrations: 'Integrations',
    elsewhere: {
      micollab: 'MiCollab gives and takes its licences itself.',
      'mivoice-business': 'Comes with a phone on a MiVoice Business PBX.',
      'mitel-cx': 'Mitel CX gives and takes its licences itself.',
    },
  },
} as const
