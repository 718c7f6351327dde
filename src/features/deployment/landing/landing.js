// Comfort for the page that waits for a softphone. Everything works without it: the stylesheet hides the QR too, and a
// link leads to the result.

const qrShownMs = 120_000
const pollEveryMs = 2_000

for (const qr of document.querySelectorAll('details.qr')) hideAfterAWhile(qr)
const waiting = document.querySelector('[data-status-url]')
if (waiting) {
  waiting.hidden = false
  void poll(waiting.dataset.statusUrl, waiting.dataset.doneUrl)
}

function hideAfterAWhile(qr) {
  let timer
  const wind = () => {
    clearTimeout(timer)
    if (qr.open) timer = setTimeout(() => qr.removeAttribute('open'), qrShownMs)
  }
  qr.addEventListener('toggle', wind)
  wind()
}

/** Asks until the app was set up or the ticket has ended (4xx). A lost connection or a server at fault is asked again. */
async function poll(statusUrl, doneUrl) {
  const status = await ask(statusUrl)
  // Replaced, not reloaded: this page answers a form, and a reload would ask to send it again.
  if (status === 'done') return location.replace(doneUrl)
  if (status === 'ended') waiting.hidden = true
  else setTimeout(() => void poll(statusUrl, doneUrl), pollEveryMs)
}

async function ask(statusUrl) {
  try {
    const answer = await fetch(statusUrl, { cache: 'no-store' })
    if (answer.status >= 400 && answer.status < 500) return 'ended'
    return answer.ok && (await answer.json()).done === true ? 'done' : 'waiting'
  } catch {
    return 'waiting'
  }
}
