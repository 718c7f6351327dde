import { domainToASCII } from 'node:url'
import { fullHostName } from '#platform/http/shapes.ts'
import { domainUnfit } from './errors.ts'

/** Where everybody can have an address: nobody's company. Proof by DNS shuts these out too; the operator's word would not. */
const mailProviders = new Set(
  `126.com 163.com aim.com alice.it aol.com arcor.de att.net bigpond.com bluewin.ch bol.com.br btinternet.com comcast.net cox.net duck.com
  email.com fastmail.com fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hey.com hotmail.ch
  hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com laposte.net libero.it live.co.uk live.com live.de
  live.fr live.it live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com ntlworld.com o2.pl orange.fr outlook.com outlook.de
  outlook.es outlook.fr outlook.it pm.me posteo.de proton.me protonmail.com protonmail.ch qq.com rambler.ru rediffmail.com sapo.pt sbcglobal.net
  sfr.fr sky.com t-online.de talktalk.net tuta.com tuta.io tutanota.com uol.com.br verizon.net virgilio.it virginmedia.com vodafone.de wanadoo.fr
  web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru
  ymail.com zoho.com zohomail.eu`.split(/\s+/),
)

/**
 * An e-mail domain in the one spelling by which it is compared: ASCII (IDNA, UTS 46), lower case, without the dot of the root.
 * @throws Refusal 422 `auth.domain-unfit` where nobody can have it for themselves, or it is no domain
 */
export function readDomainName(given: string): string {
  const domain = asciiOf(given)
  if (!domain) {
    throw domainUnfit(
      'Enter the part after the @ of your addresses, for example company.example: a whole domain, no address and no ending such as com.',
    )
  }
  if (mailProviders.has(domain)) {
    throw domainUnfit(
      `Everybody can have an address at ${domain}. Enter a domain that is your company's alone.`,
    )
  }
  return domain
}

/** The domain of an e-mail address, in the same spelling; undefined where there is none. */
export function domainOf(email: string): string | undefined {
  const at = email.lastIndexOf('@')
  return at < 1 ? undefined : asciiOf(email.slice(at + 1))
}

function asciiOf(given: string): string | undefined {
  const ascii = domainToASCII(given.trim().replace(/\.$/, '')).toLowerCase()
  return fullHostName.test(ascii) ? ascii : undefined
}
