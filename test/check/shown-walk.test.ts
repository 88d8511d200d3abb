import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Diary } from '../../src/check/diary.ts'
import { shownWalk } from '../../src/check/shown-walk.ts'
import { renderCheck } from '../../src/report/check-text.ts'
import type { CheckReport } from '../../src/report/check-report.ts'
import type { ToldContract } from '../../src/target/contract/compile.ts'
import type { UsersDefinition } from '../../src/target/contract/definition.ts'
import { plain } from '../builders/plain-style.ts'

const contractWith = (users: UsersDefinition, secrets: readonly string[] = []): ToldContract => ({
  definition: { name: 'shop', baseUrl: 'http://127.0.0.1:1', users, event: {}, book: { request: 'POST /orders' } },
  places: {},
  name: 'shop',
  file: 'shop.yaml',
  isOwn: false,
  secrets,
  module: null,
})

/** Long enough to be no word of the report itself. */
const secret = fc.string({ unit: fc.constantFrom(...'QXZJ0123456789-_/+='.split('')), minLength: 10, maxLength: 40 })

test('no secret survives anywhere, in text or as JSON', () => {
  fc.assert(
    fc.property(
      fc.record({ env: secret, password: secret, token: secret, apiKey: secret, session: secret, uncaught: secret }),
      fc.integer({ min: 60, max: 160 }),
      (all, width) => {
        const { env, password, token, apiKey, session, uncaught } = all
        const contract = contractWith(
          { headers: { 'x-customer': '{{user.card}}' }, bearer: '{{user.token}}', signIn: { request: 'POST /in' } },
          [env],
        )
        const diary = new Diary()
        diary.open('sign-in', [], { isPrivate: true })
        const body = JSON.stringify({ password, deep: [{ refresh_token: uncaught }], said: `${env} ${token}` })
        const headers = [
          'authorization',
          `Bearer ${token}`,
          'cookie',
          `sid=${session}`,
          'x-customer',
          apiKey,
          'referer',
          `/?t=${encodeURIComponent(token)}`,
        ]
        diary.watch(
          'in',
          { method: 'POST', path: `/in/${encodeURIComponent(apiKey)}?e=${env}`, headers, body },
          {
            status: 200,
            header: () => undefined,
            setCookies: () => [`sid=${session}; Path=/`],
            headers: [['set-cookie', `sid=${session}; Path=/`]],
            isWhole: true,
            body: `<p>${session} ${uncaught} ${Object.values(all).join(' ')}</p>`,
          },
        )
        diary.open('ledger', [])
        diary.watchRows({ query: `SELECT '${env}'`, values: [token], rows: [{ token, password, who: apiKey }] })
        const stage = diary.open('booking', [])
        stage.remarks.push({ text: `captured token = ${token}`, isWrong: false })
        const shown = shownWalk(contract, {
          stages: diary.stages,
          findings: [{ place: 'shop.yaml:1:1', sentence: `users.id is "${password}"` }],
          notes: [`of ${token}`],
          failure: `${env} cannot be reached`,
          accounts: [
            { id: 17, password },
            { id: 17, password, token, card: apiKey },
          ],
        })
        const report: CheckReport = {
          ...shown,
          schema: 'bookload.check/v1',
          bookload: '0',
          contract: 'shop.yaml',
          name: 'shop',
          target: 'http://127.0.0.1:1',
          partial: false,
          reach: null,
        }
        const written = [JSON.stringify(shown), renderCheck(report, plain(width)).replaceAll(/\n {2}[<>] /g, '')]
        for (const text of written) for (const one of Object.values(all)) expect(text).not.toContain(one)
        expect(shown.findings).toEqual(['shop.yaml:1:1: users.id is "***"'])
      },
    ),
  )
})

test('what somebody is called by is no secret, and what is short and only goes along with them is none either', () => {
  const users: UsersDefinition = {
    id: '{{user.email}}',
    headers: { 'x-user': '{{user.id}}', 'x-role': 'member' },
    signIn: { request: 'POST /in', json: { email: '{{user.email}}', pin: '{{user.pin}}' } },
  }
  const diary = new Diary()
  const stage = diary.open('booking', [])
  stage.remarks.push({ text: 'ana@example.test is member 17, with 4711', isWrong: false })
  const { stages } = shownWalk(contractWith(users), {
    stages: diary.stages,
    findings: [],
    notes: [],
    failure: null,
    accounts: [{ id: 17, email: 'ana@example.test', pin: 4711 }],
  })
  expect(stages[0]?.remarks).toEqual([{ text: 'ana@example.test is member 17, with ***', isWrong: false }])
})
