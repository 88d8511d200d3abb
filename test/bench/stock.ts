import type { Database } from 'better-sqlite3'

/** The one row that all processes of power-server share. */
export function openStock(db: Database) {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('busy_timeout = 5000')
  db.exec('CREATE TABLE IF NOT EXISTS stock (available INTEGER, sold INTEGER, window_us INTEGER)')
  const clear = db.prepare('DELETE FROM stock')
  const fill = db.prepare<number>('INSERT INTO stock VALUES (1, 0, ?)')
  const check = db.prepare<[], { available: number; windowUs: number }>(
    'SELECT available, window_us AS windowUs FROM stock',
  )
  const sell = db.prepare<number>('UPDATE stock SET available = ?, sold = sold + 1')
  const sold = db.prepare<[], number>('SELECT sold FROM stock').pluck()
  const refill = db.transaction((windowUs: number) => {
    clear.run()
    fill.run(windowUs)
  })
  return {
    reset: (windowUs: number) => refill.immediate(windowUs),
    check: () => check.get() ?? { available: 0, windowUs: 0 },
    /** Writes blindly what a check made of it, and counts the sale, which no write can undo. */
    sell: (available: number) => void sell.run(available),
    sold: () => sold.get() ?? 0,
  }
}
