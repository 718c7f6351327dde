import { oneLine, withoutLinks } from './inert.ts'
import type { MailLanguage } from './language.ts'

const sentences: Record<MailLanguage, (host: string, account: string) => string> = {
  en: (host, account) => `Sent by ${host} for ${account}. Our pages always show ${host} as their address.`,
  de: (host, account) =>
    `Gesendet von ${host} für ${account}. Unsere Seiten zeigen immer die Adresse ${host} an.`,
  fr: (host, account) =>
    `Envoyé par ${host} pour ${account}. Nos pages affichent toujours l’adresse ${host} dans le navigateur.`,
  es: (host, account) =>
    `Enviado por ${host} para ${account}. Nuestras páginas muestran siempre la dirección ${host} en el navegador.`,
  pt: (host, account) =>
    `Enviado por ${host} para ${account}. As nossas páginas mostram sempre o endereço ${host} no navegador.`,
}

/** The foot of every mail: which service sent it, for whom, and the address its pages have. */
export function sentBy(language: MailLanguage, serviceOrigin: string, accountName: string): string {
  const sentence = sentences[language](new URL(serviceOrigin).host, oneLine(accountName))
  return withoutLinks(sentence, serviceOrigin)
}
