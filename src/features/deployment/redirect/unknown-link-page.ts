const sentences = {
  en: 'This link is unknown or has expired. Ask your administrator for a new one.',
  de: 'Dieser Link ist unbekannt oder abgelaufen. Bitten Sie Ihren Administrator um einen neuen.',
  fr: 'Ce lien est inconnu ou a expiré. Demandez-en un nouveau à votre administrateur.',
  es: 'Este enlace no se conoce o ha caducado. Pida uno nuevo a su administrador.',
  pt: 'Esta ligação é desconhecida ou expirou. Peça uma nova ao seu administrador.',
}

type Language = keyof typeof sentences

/** The one page of the redirect server: the same bytes in a language whatever was asked for and whyever it failed. */
export function unknownLinkPage(language: Language): string {
  const sentence = sentences[language]
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>404</title>
<p>${sentence}</p>
</html>
`
}

/** The language a browser likes best of those we have (RFC 9110 section 12.5.4), English by default. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1'
      return { language: tag.split('-')[0] ?? '', quality: Number(quality) || 0 }
    })
    .filter((wish): wish is { language: Language; quality: number } =>
      Object.hasOwn(sentences, wish.language),
    )
    .filter(({ quality }) => quality > 0)
  return wishes.sort((a, b) => b.quality - a.quality)[0]?.language ?? 'en'
}
