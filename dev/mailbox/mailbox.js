// Puts mails that arrive into the list at its top, without touching the rest of the page, so that focus and reading stay where they are.
const list = document.getElementById('list')
if (list) listen()

function listen() {
  const arrivals = new EventSource('/arrivals')
  let last = Promise.resolve()
  // At each opening too: mails may have come while the server was away.
  for (const type of ['message', 'open']) {
    arrivals.addEventListener(type, () => {
      last = last.then(fetchList, fetchList)
    })
  }
}

async function fetchList() {
  const answer = await fetch(location.href)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const known = new Set([...list.children].map((row) => row.dataset.mail))
  const fresh = [...page.querySelectorAll('#list > li')].filter((row) => !known.has(row.dataset.mail))
  if (fresh.length === 0) return
  list.prepend(...fresh)
  for (const row of fresh) row.classList.add('fresh')
  document.getElementById('count').textContent = page.getElementById('count').textContent
  document.getElementById('news').textContent =
    fresh.length === 1
      ? `New mail to ${fresh[0].querySelector('.to').textContent}`
      : `${fresh.length} new mails`
}
