import { describeNumber, fits, type GivenNumber, rentedNumber, type SimulatedAccount } from './account.ts'
import { noNumberInAreaCode, notFound, numberNotAvailable, type Problem } from './problems.ts'

/** A request that has proved whose it is. */
export interface Asked {
  method: string
  url: URL
  /** Of a POST. */
  form: URLSearchParams
}

export type Answer = { status: number; body: object | null } | Problem

const kinds = ['Local', 'Mobile', 'TollFree', 'National', 'Voip', 'SharedCost', 'MachineToMachine']

/** What Twilio's REST API of 2010-04-01 answers about numbers: list, search, buy, change, release. */
export function answerTo(account: SimulatedAccount, asked: Asked): Answer {
  const { method, url } = asked
  const path = url.pathname.replace(`/2010-04-01/Accounts/${account.sid}/`, '').replace(/\.json$/, '')
  if (path === 'IncomingPhoneNumbers' && method === 'GET') return listNumbers(account, url)
  if (path === 'IncomingPhoneNumbers' && method === 'POST') return buyNumber(account, asked.form)
  const [, sid] = /^IncomingPhoneNumbers\/(PN[0-9a-f]{32})$/.exec(path) ?? []
  if (sid !== undefined) return oneNumber(account, sid, asked)
  const [, kind = ''] = /^AvailablePhoneNumbers\/[A-Z]{2}\/(\w+)$/.exec(path) ?? []
  if (kinds.includes(kind) && method === 'GET') return searchNumbers(account, url)
  return notFound(url.pathname)
}

function listNumbers(account: SimulatedAccount, { pathname, searchParams }: URL): Answer {
  const pageSize = Math.min(Math.max(Number(searchParams.get('PageSize') ?? 50) || 50, 1), 1_000)
  const page = Number(searchParams.get('Page') ?? 0)
  const pattern = searchParams.get('PhoneNumber') ?? ''
  const name = searchParams.get('FriendlyName')
  const matching = account.numbers.filter(
    ({ number, friendlyName }) => fits(pattern, number) && (name === null || name === friendlyName),
  )
  // The token names the last number of the page before: numbers that came or went meanwhile shift nothing.
  const token = searchParams.get('PageToken')
  const before = matching.findIndex(({ sid }) => `PA${sid}` === token)
  const start = before === -1 ? page * pageSize : before + 1
  const shown = matching.slice(start, start + pageSize)
  const uriOf = (number: number, after?: string) => {
    const query = new URLSearchParams(searchParams)
    query.set('PageSize', String(pageSize))
    query.set('Page', String(number))
    query.delete('PageToken')
    if (after !== undefined) query.set('PageToken', `PA${after}`)
    return `${pathname}?${query}`
  }
  const isLast = start + pageSize >= matching.length
  return {
    status: 200,
    body: {
      incoming_phone_numbers: shown.map((number) => describeNumber(account, number)),
      page,
      page_size: pageSize,
      start,
      end: start + Math.max(shown.length - 1, 0),
      uri: `${pathname}?${searchParams}`,
      first_page_uri: uriOf(0),
      previous_page_uri: page === 0 ? null : uriOf(page - 1),
      next_page_uri: isLast ? null : uriOf(page + 1, shown.at(-1)?.sid),
    },
  }
}

function searchNumbers(account: SimulatedAccount, { pathname, searchParams }: URL): Answer {
  const contains = searchParams.get('Contains') ?? ''
  const smsOnly = searchParams.get('SmsEnabled') === 'true'
  const found = account.available.filter(
    ({ number, sms = true }) => fits(contains, number) && (sms || !smsOnly),
  )
  return {
    status: 200,
    body: {
      available_phone_numbers: found.map(({ number, friendlyName = number, sms = true }) => ({
        friendly_name: friendlyName,
        phone_number: number,
        capabilities: { voice: true, SMS: sms, MMS: false, fax: false },
        beta: false,
      })),
      uri: `${pathname}?${searchParams}`,
    },
  }
}

function buyNumber(account: SimulatedAccount, form: URLSearchParams): Answer {
  const wanted = form.get('PhoneNumber')
  const areaCode = form.get('AreaCode')
  const bought = account.available.find(({ number }) =>
    wanted === null ? areaCode !== null && number.startsWith(`+1${areaCode}`) : number === wanted,
  )
  if (!bought) return wanted === null ? noNumberInAreaCode(areaCode ?? '') : numberNotAvailable(wanted)
  account.available = account.available.filter((each) => each !== bought)
  const number = rentedNumber(named(bought, form.get('FriendlyName')))
  account.numbers.push(number)
  return { status: 201, body: describeNumber(account, number) }
}

function named(number: GivenNumber, friendlyName: string | null): GivenNumber {
  return friendlyName === null ? number : { ...number, friendlyName }
}

function oneNumber(account: SimulatedAccount, sid: string, { method, url, form }: Asked): Answer {
  const number = account.numbers.find((each) => each.sid === sid)
  if (!number || !['GET', 'POST', 'DELETE'].includes(method)) return notFound(url.pathname)
  if (method === 'DELETE') {
    account.numbers = account.numbers.filter((each) => each !== number)
    account.available.push({ number: number.number, sms: number.sms })
    return { status: 204, body: null }
  }
  if (method === 'POST') number.friendlyName = form.get('FriendlyName') ?? number.friendlyName
  return { status: 200, body: describeNumber(account, number) }
}
