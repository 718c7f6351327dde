/** Words of Integrations and apps › Orders. */
export const orders = {
  title: 'Orders',
  lead: 'What you have bought. An order is given whole to one customer, where it is a subscription.',
  list: 'Orders',
  new: 'New order',
  loading: 'Order',
  gone: 'There is no order at this address. It may have been deleted.',
  notPartner: 'Only a partner has orders. What was given to this account stands under Subscriptions.',
  saved: 'Order {{number}} was saved.',
  deleted: 'Order {{number}} was deleted.',
  takenBack: 'Order {{number}} was taken back from {{customer}}.',
  ofCustomer: 'Customer',
  allCustomers: 'All customers',
  nobodyYet: 'Nobody yet',
  noSuchCustomer: 'No customer is called like this',
  column: {
    number: 'Number',
    product: 'Product',
    quantity: 'Licences',
    customer: 'Given to',
    startsOn: 'Starts',
    endsOn: 'Ends',
    created: 'Entered',
  },
  hint: {
    number: 'The number by which the supplier knows the order.',
    quantity: 'How many people can be given the product out of this order.',
    customer: 'The customer where it is a subscription.',
    endsOn: 'The last day on which its licences count.',
  },
  enteredBy: 'by {{name}}',
  empty: {
    title: 'No orders yet',
    text: 'Enter what you have bought, and give it to a customer. Its people can then be given the licences.',
    noneTitle: 'No order for this customer',
    noneText: 'Nothing was given to this customer yet.',
    showAll: 'Show all orders',
  },
  field: {
    number: 'Number',
    quantity: 'Licences',
    startsOn: 'First day',
    endsOn: 'Last day',
    customerId: 'Give to',
    product: 'Product',
  },
  help: {
    number: 'As it stands on the supplier’s confirmation.',
    endsOn: 'Leave it empty for an order without an end.',
    customerId: 'It is a subscription there at once. It can be given later, too.',
    quantityUsed_one: '{{count, number}} is given to a user: at least so many are needed.',
    quantityUsed_other: '{{count, number}} are given to users: at least so many are needed.',
  },
  given: {
    title: 'Given to',
    on: 'since {{day}}',
    used: '{{used, number}} of {{quantity, number}} licences are given to users.',
    subscriptions: 'Subscriptions of {{name}}',
    takeBack: 'Take back',
    inUse_one:
      '{{count, number}} user of {{name}} holds a licence out of this order. Take it from the user first.',
    inUse_other:
      '{{count, number}} users of {{name}} hold a licence out of this order. Take the licences from them first.',
    dialogTitle: 'Take back order {{number}}?',
    dialogText:
      '{{name}} then has {{quantity, number}} licences less to give. You can give the order to another customer.',
  },
  ending: {
    title_one: 'Take the licence of {{count, number}} user?',
    title_other: 'Take the licences of {{count, number}} users?',
    text_one:
      'Order {{number}} then ends, and no other subscription of {{customer}} has a free licence: {{count, number}} user loses theirs.',
    text_other:
      'Order {{number}} then ends, and the other subscriptions of {{customer}} have not enough free licences: {{count, number}} users lose theirs.',
    submit: 'End order',
  },
  delete: {
    open: 'Delete order',
    given: 'It is given to a customer. Take it back first.',
    title: 'Delete order {{number}}?',
    text: 'The order and its {{quantity, number}} licences are gone. No customer has it, so nobody loses a licence.',
  },
} as const
