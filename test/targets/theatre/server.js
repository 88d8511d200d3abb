// A small theatre's website: pages, forms and cookies over SQLite, in a process of its own.
//
//     node server.js --port 0 --variant correct [--db FILE] [--office-password WORD] [--until-stdin-closes]
//
// correct         makes the ticket out, then takes the seats with one guarded UPDATE
// check-then-act  counts what is left, makes the ticket out, and takes the seats without counting again: it oversells

import Database from 'better-sqlite3'
import { createHash, randomBytes, scrypt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bookingPage, entrance, programme, showPage } from './pages.js'

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    variant: { type: 'string', default: 'correct' },
    db: { type: 'string' },
    'office-password': { type: 'string', default: 'office' },
    'until-stdin-closes': { type: 'boolean', default: false },
  },
})
if (!['correct', 'check-then-act'].includes(flags.variant)) throw new Error(`no such variant: ${flags.variant}`)

/* The books. They are WAL, so that the office may read them while the site is selling. */

const folder = flags.db === undefined ? mkdtempSync(join(tmpdir(), 'theatre-')) : undefined
const books = new Database(flags.db ?? join(folder, 'theatre.db'))
books.pragma('journal_mode = WAL')
books.pragma('synchronous = NORMAL')
books.exec(`
  CREATE TABLE IF NOT EXISTS member (email TEXT PRIMARY KEY, password TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS show (id INTEGER PRIMARY KEY, title TEXT NOT NULL, seats INTEGER, seats_left INTEGER);
  CREATE TABLE IF NOT EXISTS booking (
    id INTEGER PRIMARY KEY,
    ref TEXT UNIQUE NOT NULL,
    show_id INTEGER NOT NULL REFERENCES show,
    member_email TEXT NOT NULL REFERENCES member,
    seats INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'cancelled')),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
  );
`)

/** A statement as a template: sql`SELECT ... ${value}` puts every value in as a parameter. */
const sql = (parts, ...values) => {
  const statement = books.prepare(parts.join('?'))
  return statement.reader ? statement.all(...values) : statement.run(...values).changes
}
const only = ([row]) => row

/* Sessions live as long as the process does. */

const sessions = new Map()

const openSession = (email) => {
  const sid = randomBytes(18).toString('base64url')
  sessions.set(sid, { sid, email, csrf: randomBytes(18).toString('base64url') })
  return sessions.get(sid)
}

const sessionOf = ({ headers }) => sessions.get(/(?:^|;\s*)sid=([\w-]+)/.exec(headers.cookie ?? '')?.[1])
const cookie = ({ sid }) => ({ 'set-cookie': `sid=${sid}; HttpOnly; Path=/` })

// A single salted round: the whole audience logs in within the same second, and a slow hash would make them queue. The
// stored passwords are those of a test; a theatre with real members takes scrypt here too.
const digest = (salt, password) => `${salt}:${createHash('sha256').update(`${salt}:${password}`).digest('base64')}`

/* What a request may come to. */

const ok = (body, headers = {}) => ({
  status: 200,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
})
const plain = (status, text, headers) => ({
  status,
  body: [text],
  headers: { 'content-type': 'text/plain', ...headers },
})
const seeOther = (location, headers) => ({ status: 303, body: [], headers: { location, ...headers } })
const missing = () => plain(404, 'Not found\n')

const withOwnForm = (handler) => (request) =>
  request.session && request.fields.get('csrf') === request.session.csrf
    ? handler(request)
    : plain(403, 'This form is not yours, or has expired\n')

const asMember = (handler) => (request) => (request.session?.email ? handler(request) : seeOther('/login'))

const countOf = (text) => (/^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : undefined)

const seal = promisify(scrypt)
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * Makes a reference out. It is as good as a ticket at the door, so it is stretched out of a random secret, slowly, and
 * whoever has seen a few of them cannot guess another.
 */
const makeOut = async (email) => {
  const bytes = await seal(email, randomBytes(16), 6, { N: 1024 })
  return `TH-${Array.from(bytes, (byte) => letters[byte % letters.length]).join('')}`
}

const takeSeats = (id, seats) =>
  flags.variant === 'correct'
    ? sql`UPDATE show SET seats_left = seats_left - ${seats} WHERE id = ${id} AND seats_left >= ${seats}`
    : sql`UPDATE show SET seats_left = seats_left - ${seats} WHERE id = ${id}`

const enter = books.transaction(
  (ref, show, email, seats) =>
    takeSeats(show, seats) === 1 &&
    sql`INSERT INTO booking (ref, show_id, member_email, seats) VALUES (${ref}, ${show}, ${email}, ${seats})` === 1,
)

// Only the first cancellation finds the booking held, so only that one gives seats back.
const strike = books.transaction(
  ({ ref, show_id: show, seats }) =>
    sql`UPDATE booking SET state = 'cancelled' WHERE ref = ${ref} AND state = 'held'` === 1 &&
    sql`UPDATE show SET seats_left = seats_left + ${seats} WHERE id = ${show}` === 1,
)

const showOf = (id) => only(sql`SELECT * FROM show WHERE id = ${id}`)
const bookingOf = (ref, email) =>
  only(sql`
    SELECT ref, show_id, booking.seats, state, title FROM booking JOIN show ON show.id = show_id
     WHERE ref = ${ref} AND member_email = ${email}
  `)

async function book({ id, fields, session: { email } }) {
  const show = showOf(id)
  const seats = countOf(fields.get('seats'))
  if (!show) return missing()
  if (!seats) return seeOther(`/shows/${id}?error=seats`)
  if (show.seats_left < seats) return seeOther(`/shows/${id}?error=sold-out`)
  let ref = await makeOut(email)
  while (sql`SELECT 1 FROM booking WHERE ref = ${ref}`.length > 0) ref = await makeOut(email)
  return seeOther(enter(ref, show.id, email, seats) ? `/bookings/${ref}` : `/shows/${id}?error=sold-out`)
}

const routes = {
  'GET /': ({ session }) => ok(programme(sql`SELECT id, title FROM show ORDER BY id`, session?.email)),

  'GET /login': ({ query, session = openSession() }) =>
    ok(entrance('Log in', '/login', session, query.get('error')), cookie(session)),

  'GET /signup': ({ query, session = openSession() }) =>
    ok(entrance('Sign up', '/signup', session, query.get('error')), cookie(session)),

  'POST /login': withOwnForm(({ fields, session }) => {
    const member = only(sql`SELECT email, password FROM member WHERE email = ${fields.get('email')}`)
    const [salt] = member?.password.split(':') ?? []
    if (member?.password !== digest(salt, fields.get('password'))) return seeOther('/login?error=1')
    // A new session at log-in: whoever knew the old cookie is left outside.
    sessions.delete(session.sid)
    return seeOther('/', cookie(openSession(member.email)))
  }),

  'POST /signup': withOwnForm(({ fields }) => {
    const [email, password] = [fields.get('email'), fields.get('password')]
    if (!email || !password) return seeOther('/signup?error=1')
    const stored = digest(randomBytes(9).toString('base64url'), password)
    const added = sql`INSERT INTO member VALUES (${email}, ${stored}) ON CONFLICT DO NOTHING`
    return seeOther(added === 1 ? '/' : '/signup?error=1')
  }),

  'GET /shows/:id'({ id, query, session }) {
    const show = showOf(id)
    return show ? ok(showPage(show, session, query.get('error'))) : missing()
  },

  'POST /shows/:id/book': asMember(withOwnForm(book)),

  'GET /bookings/:id': asMember(({ id, session }) => {
    const booking = bookingOf(id, session.email)
    return booking ? ok(bookingPage(booking, session)) : missing()
  }),

  'POST /bookings/:id/cancel': asMember(
    withOwnForm(({ id, session }) => {
      const booking = bookingOf(id, session.email)
      if (!booking) return missing()
      return strike(booking) ? seeOther(`/bookings/${id}?cancelled=1`) : plain(409, 'Cancelled already\n')
    }),
  ),

  'POST /office/shows'({ fields, headers }) {
    const allowed = `Basic ${btoa(`office:${flags['office-password']}`)}`
    if (headers.authorization !== allowed)
      return plain(401, 'Office only\n', { 'www-authenticate': 'Basic realm="office"' })
    const [title, seats] = [fields.get('title'), countOf(fields.get('seats'))]
    if (!title || !seats) return plain(400, 'A show needs a title and seats\n')
    const { id } = only(
      sql`INSERT INTO show (title, seats, seats_left) VALUES (${title}, ${seats}, ${seats}) RETURNING id`,
    )
    return seeOther(`/shows/${id}`)
  },
}

async function answer(request) {
  const { pathname, searchParams: query } = new URL(request.url, 'http://theatre')
  const [, kind, id, action] = pathname.split('/')
  const path = `/${[kind, id && kind !== 'office' ? ':id' : id, action].filter(Boolean).join('/')}`
  let body = ''
  for await (const chunk of request) body += chunk
  const route = routes[`${request.method} ${path}`]
  const session = sessionOf(request)
  return route?.({ id, query, fields: new URLSearchParams(body), session, headers: request.headers }) ?? missing()
}

async function serve(request, response) {
  const { status, headers, body } = await answer(request).catch(() => plain(500, 'Something broke\n'))
  response.writeHead(status, headers).end([...body].join(''))
}

const site = createServer((request, response) => void serve(request, response))
site.keepAliveTimeout = 120_000 // an audience waits for the box office to open, connected and silent

const close = () => {
  site.close().closeAllConnections()
  books.close()
  if (folder) rmSync(folder, { recursive: true })
  process.exit()
}
process.once('SIGTERM', close).once('SIGINT', close)
if (flags['until-stdin-closes']) process.stdin.resume().once('close', close)

site.listen({ host: '127.0.0.1', port: Number(flags.port), backlog: 1024 }, () => {
  process.stdout.write(`http://127.0.0.1:${site.address().port}\n`)
})
