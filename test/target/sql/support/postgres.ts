import { join } from 'node:path'
import { Client } from 'pg'
import { makeCertificate } from '../../../../src/server/certificate.ts'
import { findProgram, freePort, serverFolder, serverProcess, versionedFolders } from './server-process.ts'
import { password, type SqlKind, type SqlService } from './sql-service.ts'

const folders = versionedFolders('/usr/lib/postgresql')
const [initdb, server] = ['initdb', 'postgres'].map((name) => findProgram(name, folders))

export const postgres: SqlKind = {
  name: 'PostgreSQL',
  missing: initdb && server ? null : 'the server of PostgreSQL',
  start,
  tables: [
    `create table booking (
       reference text primary key, version bigint, total numeric(10, 2), paid boolean, at timestamptz, day date,
       note text, details jsonb
     )`,
    `insert into booking values ('EVT-1', 7, 19.50, true, '2026-05-01 12:00:00.25+02', '2026-05-01', 'it''s', '{"rows":[1,2]}')`,
    'create table number (n integer)',
    'insert into number select * from generate_series(1, 100000)',
  ],
  oddities: [
    { asked: `12345678901234567890.5::numeric as value`, value: '12345678901234567890.5' },
    { asked: `'{9007199254740993, 1, null}'::bigint[] as value`, value: ['9007199254740993', 1, null] },
    { asked: `array['A1', 'A2'] as value`, value: ['A1', 'A2'] },
    { asked: `timestamp '2026-05-01 10:00' as value`, value: '2026-05-01T10:00:00' },
    { asked: `array[timestamptz '2026-05-01 10:00+02'] as value`, value: ['2026-05-01T08:00:00Z'] },
    { asked: `array[date '2026-05-01'] as value`, value: ['2026-05-01'] },
    { asked: `interval '90 minutes' as value`, value: '01:30:00' },
    { asked: `decode('0aff', 'hex') as value`, value: '0aff' },
    { asked: `'[1, "two"]'::json as value`, value: [1, 'two'] },
    { asked: `1 = 1 as value`, value: true },
  ],
  endless: 'select pg_sleep(3600)',
  server: {
    secured: 'sslmode=no-verify',
    verified: 'sslmode=verify-full',
    isSecured: 'select ssl::text as secured from pg_stat_ssl where pid = pg_backend_pid()',
    wrongPassword: 'password authentication failed for user "reader"',
    unknownDatabase: 'database "nowhere" does not exist',
  },
  waysOut: [
    'set transaction read write',
    "select set_config('transaction_read_only', 'off', false) as set",
    'set session characteristics as transaction read write',
    'rollback',
  ],
  refusal: /refused the statement: cannot execute [A-Z ]+ in a read-only transaction$/,
}

async function start(): Promise<SqlService> {
  const folder = serverFolder('postgres')
  const data = join(folder.path, 'data')
  const access = ['--username=reader', '--auth=scram-sha-256', `--pwfile=${folder.keep('password', password)}`]
  await folder.run(initdb ?? 'initdb', ['-D', data, ...access, '--encoding=UTF8', '--no-locale', '--no-sync'])

  const port = await freePort()
  const url = (database: string) => `postgres://reader:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  const { key, certificate } = await makeCertificate('127.0.0.1')
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'ssl=on',
    `ssl_key_file=${folder.keep('key.pem', key)}`,
    `ssl_cert_file=${folder.keep('certificate.pem', certificate)}`,
  ]
  const process = serverProcess(folder, {
    command: [server ?? 'postgres', '-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    // SIGTERM would wait until everybody has left.
    signal: 'INT',
    answers: () => write(url('postgres'), []),
  })
  await process.start()
  await write(url('postgres'), ['create database shop'])
  return { ...process, url: url('shop'), write: (...statements) => write(url('shop'), statements) }
}

async function write(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
