import cluster from 'node:cluster'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { answerParent } from './answer-parent.ts'
import type { PlantedQuestion } from './planted.ts'
import { openStock } from './stock.ts'

// Two processes behind one port and on one database, which sell one seat with a race planted on purpose. The master
// deals connections out in turn (node:cluster's round robin), so that each process has half of them.

const processes = 2
const [, , folder = ''] = process.argv
const file = join(folder, 'stock.db')
const stock = openStock(new Database(file))

answerParent(async (question: PlantedQuestion) => {
  if (question.kind === 'sold') return stock.sold()
  stock.reset(question.windowUs)
  return 'reset'
})

cluster.setupPrimary({ exec: fileURLToPath(new URL('./power-worker.js', import.meta.url)), args: [file] })
const workers = Array.from({ length: processes }, () => cluster.fork())
const [urls] = await Promise.all(workers.map((worker) => once(worker, 'message')))
process.send?.(urls?.[0])
