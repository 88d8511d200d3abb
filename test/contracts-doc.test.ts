import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { bookMeanings } from '../src/target/contract/definition.ts'
import { Workplace } from './cli/bookload.ts'

const page = readFileSync(new URL('../docs/contracts.md', import.meta.url), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block)

test.each(['gigs', 'vinyl', 'theatre'])('the contract of %s on the page is the one that is raced', (name) => {
  const contract = readFileSync(new URL(`targets/${name}/contract.yaml`, import.meta.url), 'utf8')
  expect(blocks('yaml')).toContain(contract)
})

test('every meaning of an answer is explained', () => {
  for (const meaning of bookMeanings) expect(page).toContain(`\`${meaning}\``)
})

test('the module on the page works as it stands', async () => {
  const [module = ''] = blocks('js')
  const origin = await startDrops('swordfish')
  const workplace = new Workplace()
  onTestFinished(() => workplace.dispose())
  const built = new URL('../dist/target/define-target.js', import.meta.url).href
  await writeFile(workplace.path('my-target.mjs'), module.replace("'bookload'", `'${built}'`))
  const args = ['run', 'quick', '--contract', './my-target.mjs', '--target', origin, '--quiet', '--users', '40']
  const sold = await workplace.run([...args, '--capacity', '7'], { SHOP_SECRET: 'swordfish' })
  expect(sold.stdout).toMatch(/^HELD .* 7 booked/)
  expect(sold.code).toBe(0)
  const forged = await workplace.run(args, { SHOP_SECRET: 'guessed' })
  expect(forged.stdout).toMatch(/^INCONCLUSIVE .* 0 booked/)
  expect(forged.code).toBe(3)
})

/** The shop that the module speaks to: signed requests, answers in words, a ledger in lines. */
async function startDrops(secret: string): Promise<string> {
  const drops: { left: number; readonly sales: string[] }[] = []
  const buy = async (request: IncomingMessage): Promise<string | null> => {
    const body = await text(request)
    if (request.headers['x-signature'] !== createHmac('sha256', secret).update(body).digest('hex')) return null
    const { drop, customer } = JSON.parse(body)
    const sold = drops[drop]
    if (sold === undefined || sold.left < 1) return 'NO'
    sold.left--
    const reference = `D${sold.sales.length + 1}`
    sold.sales.push(`${reference},${customer}`)
    return `YES ${reference}`
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '' } = request
    if (method === 'POST' && url === '/drops') {
      const { capacity } = JSON.parse(await text(request))
      response.end(JSON.stringify({ id: drops.push({ left: capacity, sales: [] }) - 1 }))
    } else if (method === 'POST' && url === '/buy') {
      const answer = await buy(request)
      response.writeHead(answer === null ? 403 : 200).end(answer ?? 'who are you?')
    } else response.end(drops[Number(url.split('/')[2])]?.sales.join('\n') ?? '')
  }
  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('it listens on no port')
  return `http://127.0.0.1:${address.port}`
}
