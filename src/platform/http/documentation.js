// Swagger UI draws the page; the logo has no name for screen readers before this.
new MutationObserver((_changes, observer) => {
  const logo = document.querySelector('.topbar a.link img')
  if (!logo) return
  logo.alt = 'Rollcall'
  observer.disconnect()
}).observe(document.body, { childList: true, subtree: true })
