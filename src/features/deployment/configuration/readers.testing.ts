/** Reads an lpconfig document strictly: anything but the declaration, sections and overwriting entries is an error. */
export function lpconfig(document: string): Record<string, Record<string, string>> {
  const token =
    /<section name="(?<section>\w+)">|<entry name="(?<key>[\w-]+)" overwrite="true">(?<value>[^<>"']*)<\/entry>|<\/section>|\s+/y
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">'
  if (!document.startsWith(head)) throw new Error(`Not an lpconfig document: ${document}`)
  const end = document.lastIndexOf('</config>\n')
  const sections: Record<string, Record<string, string>> = {}
  let open: Record<string, string> | undefined
  for (token.lastIndex = head.length; token.lastIndex < end; ) {
    const groups = token.exec(document.slice(0, end))?.groups
    if (!groups) throw new Error(`Not an lpconfig document: ${document}`)
    if (groups.section) open = sections[groups.section] = {}
    if (groups.key && open) open[groups.key] = unescaped(groups.value ?? '')
  }
  return sections
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(?:(\w+);)?/g, (_all, name: string) => {
    const character = characters[name]
    if (!character) throw new Error(`An ampersand that is no entity in: ${text}`)
    return character
  })
}

/** The parameters that baresip looks for in an account line (account.c). */
const parametersOfBaresip = [
  ...[
    'auth_user',
    'auth_pass',
    'outbound',
    'outbound1',
    'outbound2',
    'regint',
    'prio',
    'rwait',
    'fbregint',
    'pubint',
  ],
  ...[
    'regq',
    'sipnat',
    'mwi',
    'call_transfer',
    'answermode',
    'audio_codecs',
    'video_codecs',
    'mediaenc',
    'medianat',
  ],
  ...['ptime', 'audio_source', 'audio_player', 'stunserver', 'stunuser', 'stunpass', 'extra'],
]

/**
 * Reads a line by baresip's own rules. Its expressions find the first match at any place; a class written `[~…]` passes
 * over quoted text and escaped characters, and one pair of quotes around the whole is taken off, the escapes are not.
 */
export function accountAsBaresipReadsIt(line: string) {
  const name = quotedRun(line, 0, /[ \t\r\n<]/)
  const address = /^[ \t\r\n]*<([^>]+)>(.*)$/s.exec(line.slice(name.end))
  const uri = /^([^:]+):([^@:]*):*([^@]*)@([^;? ]+)([^?]*)(.*)$/s.exec(address?.[1] ?? '')
  if (!address || !uri) throw new Error(`Not an account line: ${line}`)
  const rest = address[2] ?? ''
  const parameters = parametersOfBaresip.flatMap((parameter) => {
    const found = new RegExp(`;[ \\t\\r\\n]*${parameter}[ \\t\\r\\n]*=[ \\t\\r\\n]*`, 'i').exec(rest)
    return found ? [[parameter, quotedRun(rest, found.index + found[0].length, /[ \t\r\n;]/).text]] : []
  })
  return {
    displayName: name.text,
    user: uri[2] ?? '',
    host: uri[4],
    parameters: Object.fromEntries(parameters),
  }
}

function quotedRun(text: string, start: number, stop: RegExp): { text: string; end: number } {
  let quoted = false
  let end = start
  for (; end < text.length; end++) {
    const character = text.charAt(end)
    if (character === '\\') end++
    else if (character === '"') quoted = !quoted
    else if (!quoted && stop.test(character)) break
  }
  const run = text.slice(start, end)
  return { text: run.length > 1 && run.startsWith('"') && run.endsWith('"') ? run.slice(1, -1) : run, end }
}

/** Reads a file as Windows does: `;` comments a whole line, blanks around a value and one pair of quotes go. */
export function ini(file: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {}
  let open: Record<string, string> = {}
  for (const line of file.slice(1).split(/[\r\n]+/)) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)
    if (section) open = sections[section[1] ?? ''] = {}
    if (section || /^\s*(;|$)/.test(line)) continue
    const [key = '', ...value] = line.split('=')
    if (key in open) throw new Error(`The key ${key} stands twice.`)
    open[key] = value
      .join('=')
      .trim()
      .replace(/^(["'])(.*)\1$/s, '$2')
  }
  return sections
}
