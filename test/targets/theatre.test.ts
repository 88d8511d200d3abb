import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { startTarget } from './start-target.ts'

interface Booking {
  readonly id: number
  readonly ref: string
  readonly show_id: number
  readonly member_email: string
  readonly seats: number
  readonly state: string
  readonly created_at: string
}

interface Show {
  readonly title: string
  readonly seats: number
  readonly seats_left: number
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly location: string | null
}

type Fields = Readonly<Record<string, string>>

/** What a browser keeps between two pages. */
interface Visitor {
  readonly cookie: string
  readonly csrf: string
}

const nobody: Visitor = { cookie: '', csrf: '' }
const office = (password: string) => ({ authorization: `Basic ${btoa(`office:${password}`)}` })
const cookieOf = ({ headers }: Answer) => headers.getSetCookie()[0]?.split(';')[0] ?? ''
const csrfOf = ({ text }: Answer) => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
const forged = { status: 403, text: 'This form is not yours, or has expired\n' }

async function openTheatre(variant: string, args: readonly string[] = []) {
  const { origin, database } = await startTarget('theatre', variant, args)
  const books = new Database(database, { readonly: true })
  onTestFinished(() => void books.close())

  async function ask(path: string, visitor: Visitor, fields?: Fields, headers: object = {}): Promise<Answer> {
    const response = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      headers: { cookie: visitor.cookie, ...headers },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    })
    const { status } = response
    const location = response.headers.get('location')
    return { status, headers: response.headers, text: await response.text(), location }
  }
  const get = (path: string, visitor = nobody) => ask(path, visitor)
  /** Sends a form with the visitor's own `csrf`. */
  const send = (path: string, visitor: Visitor, fields: Fields = {}) =>
    ask(path, visitor, { csrf: visitor.csrf, ...fields })

  async function arrive(): Promise<Visitor> {
    const page = await get('/login')
    return { cookie: cookieOf(page), csrf: csrfOf(page) }
  }

  return {
    get,
    send,
    arrive,

    openShow: (title: string, seats: number, headers: object = office('office')): Promise<Answer> =>
      ask('/office/shows', nobody, { title, seats: `${seats}` }, headers),

    /** Signs up, logs in, and takes the `csrf` from the page of a show. */
    async enter(name: string): Promise<Visitor> {
      const stranger = await arrive()
      const account = { email: `${name}@example.org`, password: 'curtain' }
      await send('/signup', stranger, account)
      const cookie = cookieOf(await send('/login', stranger, account))
      return { cookie, csrf: csrfOf(await get('/shows/1', { cookie, csrf: '' })) }
    },

    async left(): Promise<number> {
      const { text } = await get('/shows/1')
      return Number(/<strong id="left">(-?\d+)<\/strong>/.exec(text)?.[1])
    },

    bookings: () => books.prepare<[], Booking>('SELECT * FROM booking ORDER BY id').all(),
    show: () => books.prepare<[], Show>('SELECT title, seats, seats_left FROM show WHERE id = 1').get(),
  }
}

type Theatre = Awaited<ReturnType<typeof openTheatre>>

async function rush(theatre: Theatre, members: number, seats: string): Promise<readonly Answer[]> {
  const names = Array.from({ length: members }, (_, index) => `member-${index}`)
  const visitors = await Promise.all(names.map((name) => theatre.enter(name)))
  return Promise.all(visitors.map((visitor) => theatre.send('/shows/1/book', visitor, { seats })))
}

const booked = (answers: readonly Answer[]) => answers.filter(({ location }) => location?.startsWith('/bookings/'))

test('a visitor signs up, logs in, books, and is in the books', async () => {
  const theatre = await openTheatre('correct')
  expect(await theatre.openShow('Hamlet', 12)).toMatchObject({ status: 303, location: '/shows/1' })
  const login = await theatre.get('/login')
  expect(login.status).toBe(200)
  expect(login.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(login.headers.getSetCookie()).toEqual([expect.stringMatching(/^sid=[\w-]+; HttpOnly; Path=\/$/)])
  const stranger = { cookie: cookieOf(login), csrf: csrfOf(login) }
  const account = { email: 'ana@example.org', password: 'curtain' }
  expect(await theatre.send('/signup', stranger, account)).toMatchObject({ status: 303, location: '/' })
  const entered = await theatre.send('/login', stranger, account)
  expect(entered).toMatchObject({ status: 303, location: '/' })
  const cookie = cookieOf(entered)
  expect(cookie).not.toBe(stranger.cookie)

  const page = await theatre.get('/shows/1', { cookie, csrf: '' })
  expect(page.text).toContain('<strong id="left">12</strong>')
  const ana = { cookie, csrf: csrfOf(page) }
  expect(ana.csrf).not.toBe(stranger.csrf)
  const booking = await theatre.send('/shows/1/book', ana, { seats: '2' })
  expect(booking).toMatchObject({ status: 303, location: expect.stringMatching(/^\/bookings\/TH-[A-Z2-9]{6}$/) })
  const confirmation = await theatre.get(booking.location ?? '', ana)
  expect(confirmation.text).toContain('<em id="state">held</em>')
  expect(await theatre.left()).toBe(10)
  expect(theatre.show()).toEqual({ title: 'Hamlet', seats: 12, seats_left: 10 })
  const entry = { id: 1, ref: booking.location?.replace('/bookings/', ''), show_id: 1, seats: 2, state: 'held' }
  const created = { created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/) }
  expect(theatre.bookings()).toEqual([{ ...entry, member_email: 'ana@example.org', ...created }])
})

test('who is not logged in sees no form, and is sent to the log-in', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 12)
  const stranger = await theatre.arrive()
  for (const visitor of [nobody, stranger]) {
    expect(csrfOf(await theatre.get('/shows/1', visitor))).toBe('')
    for (const path of ['/shows/1/book', '/bookings/TH-ABCDEF/cancel']) {
      expect(await theatre.send(path, visitor, { seats: '1' })).toMatchObject({ status: 303, location: '/login' })
    }
    expect(await theatre.get('/bookings/TH-ABCDEF', visitor)).toMatchObject({ status: 303, location: '/login' })
  }
  expect(theatre.bookings()).toEqual([])
})

test('a form without the csrf of its session is refused', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 12)
  const [stranger, ana, ben] = [await theatre.arrive(), await theatre.enter('ana'), await theatre.enter('ben')]
  const { location } = await theatre.send('/shows/1/book', ana, { seats: '1' })
  const account = { email: 'ana@example.org', password: 'curtain' }
  for (const csrf of ['', 'made-up', ben.csrf]) {
    expect(await theatre.send('/signup', stranger, { ...account, csrf })).toMatchObject(forged)
    expect(await theatre.send('/login', stranger, { ...account, csrf })).toMatchObject(forged)
    expect(await theatre.send('/shows/1/book', ana, { seats: '1', csrf })).toMatchObject(forged)
    expect(await theatre.send(`${location}/cancel`, ana, { csrf })).toMatchObject(forged)
  }
  // No cookie, so there is no session that the form could belong to.
  expect(await theatre.send('/login', { ...stranger, cookie: '' }, account)).toMatchObject(forged)
  expect(theatre.bookings()).toMatchObject([{ state: 'held' }])
})

test('a log-in that fails leads back, and one that succeeds ends the session before it', async () => {
  const theatre = await openTheatre('correct')
  const stranger = await theatre.arrive()
  const account = { email: 'ana@example.org', password: 'curtain' }
  const failed = { status: 303, location: '/login?error=1' }
  expect(await theatre.send('/login', stranger, account)).toMatchObject(failed)
  await theatre.send('/signup', stranger, account)
  const again = await theatre.send('/signup', stranger, account)
  expect(again).toMatchObject({ status: 303, location: '/signup?error=1' })
  expect(await theatre.send('/login', stranger, { ...account, password: 'x' })).toMatchObject(failed)
  expect(await theatre.send('/login', stranger, account)).toMatchObject({ status: 303, location: '/' })
  expect(await theatre.send('/login', stranger, account)).toMatchObject(forged)
})

test('shows are the office to open', async () => {
  const theatre = await openTheatre('correct', ['--office-password', 'another'])
  const refused = await theatre.openShow('Hamlet', 12)
  expect(refused).toMatchObject({ status: 401 })
  expect(refused.headers.get('www-authenticate')).toBe('Basic realm="office"')
  expect(await theatre.openShow('Hamlet', 12, {})).toMatchObject({ status: 401 })
  expect(await theatre.openShow('', 12, office('another'))).toMatchObject({ status: 400 })
  expect(await theatre.openShow('Hamlet', 0, office('another'))).toMatchObject({ status: 400 })
  expect(await theatre.openShow('<Hamlet>', 12, office('another'))).toMatchObject({ status: 303 })
  const { text } = await theatre.get('/')
  expect(text).toContain('&lt;Hamlet&gt;')
})

test('what is not there, or too much, cannot be booked', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 12)
  const ana = await theatre.enter('ana')
  for (const seats of ['0', '-1', 'x', '']) {
    const answer = await theatre.send('/shows/1/book', ana, { seats })
    expect(answer).toMatchObject({ status: 303, location: '/shows/1?error=seats' })
  }
  const answer = await theatre.send('/shows/1/book', ana, { seats: '13' })
  expect(answer).toMatchObject({ status: 303, location: '/shows/1?error=sold-out' })
  expect(await theatre.send('/shows/9/book', ana, { seats: '1' })).toMatchObject({ status: 404 })
  expect(await theatre.get('/shows/9')).toMatchObject({ status: 404 })
  expect(await theatre.get('/nowhere')).toMatchObject({ status: 404 })
  expect(theatre.bookings()).toEqual([])
})

test('a booking is cancelled by its member, and gives its seats back once', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 12)
  const [ana, ben] = [await theatre.enter('ana'), await theatre.enter('ben')]
  const { location } = await theatre.send('/shows/1/book', ana, { seats: '2' })
  expect(await theatre.send(`${location}/cancel`, ben)).toMatchObject({ status: 404 })
  expect(await theatre.get(`${location}`, ben)).toMatchObject({ status: 404 })
  expect(await theatre.send('/bookings/TH-ABCDEF/cancel', ana)).toMatchObject({ status: 404 })

  const answers = await Promise.all(Array.from({ length: 20 }, () => theatre.send(`${location}/cancel`, ana)))
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
  expect(answers.filter((answer) => answer.location === `${location}?cancelled=1`)).toHaveLength(1)
  expect(await theatre.left()).toBe(12)
  expect(theatre.bookings()).toMatchObject([{ state: 'cancelled', seats: 2 }])
  const { text } = await theatre.get(`${location}`, ana)
  expect(text).toContain('<em id="state">cancelled</em>')
})

test('correct: of 200 members exactly 20 get the 20 seats', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 20)
  const answers = await rush(theatre, 200, '1')
  expect(booked(answers)).toHaveLength(20)
  expect(answers.filter(({ location }) => location === '/shows/1?error=sold-out')).toHaveLength(180)
  expect(await theatre.left()).toBe(0)
  const refs = theatre.bookings().map(({ ref }) => `/bookings/${ref}`)
  expect(new Set(refs)).toEqual(new Set(booked(answers).map(({ location }) => location)))
})

test('correct: a booking is for all of its seats or for none', async () => {
  const theatre = await openTheatre('correct')
  await theatre.openShow('Hamlet', 20)
  expect(booked(await rush(theatre, 50, '3'))).toHaveLength(6)
  expect(theatre.show()).toMatchObject({ seats_left: 2 })
})

test('check-then-act: 200 members get more seats than there are', async () => {
  const theatre = await openTheatre('check-then-act')
  await theatre.openShow('Hamlet', 20)
  const sold = booked(await rush(theatre, 200, '1')).length
  expect(sold).toBeGreaterThan(20)
  expect(theatre.bookings()).toHaveLength(sold)
  expect(theatre.show()).toMatchObject({ seats_left: 20 - sold })
})
