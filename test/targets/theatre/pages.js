// Pages are generators of text. What a template is given is escaped, unless it is a page or a piece of one.

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (value) => String(value).replaceAll(/[&<>"]/g, (character) => entities[character])

function* html(parts, ...values) {
  for (const [index, part] of parts.entries()) {
    yield part
    const value = values[index] ?? ''
    if (typeof value === 'object') yield* value
    else if (value !== false) yield escaped(value)
  }
}

function* each(items, piece) {
  for (const item of items) yield* piece(item)
}

const page = (title, main) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} - The Little Theatre</title>
      </head>
      <body>
        <h1>${title}</h1>
        ${main}
      </body>
    </html> `

const form = (action, session, fields, label) =>
  html` <form method="post" action="${action}">
    <input type="hidden" name="csrf" value="${session.csrf}" />
    ${fields}
    <button>${label}</button>
  </form>`

const credentials = () => html`<input type="email" name="email" /> <input type="password" name="password" />`

export const entrance = (title, action, session, error) =>
  page(
    title,
    html`${error && html`<p class="error">That did not work.</p>`} ${form(action, session, credentials(), title)}`,
  )

export const programme = (shows, email) =>
  page(
    'Programme',
    html`<p>${email ? `Good evening, ${email}` : 'Good evening'}</p>
      <ul>
        ${each(shows, ({ id, title }) => html`<li><a href="/shows/${id}">${title}</a></li>`)}
      </ul>`,
  )

export const showPage = ({ id, title, seats_left: left }, session, error) =>
  page(
    title,
    html`<p><strong id="left">${left}</strong> seats left</p>
      ${error && html`<p class="error">${error === 'sold-out' ? 'So many seats are not left.' : 'How many seats?'}</p>`}
      ${session?.email && form(`/shows/${id}/book`, session, html`<input type="number" name="seats" value="1" />`, 'Book')}`,
  )

export const bookingPage = ({ ref, title, seats, state }, session) =>
  page(
    `Booking ${ref}`,
    html`<p>${title}: <span id="seats">${seats}</span> seats, <em id="state">${state}</em></p>
      ${state === 'held' && form(`/bookings/${ref}/cancel`, session, [], 'Cancel')}`,
  )
