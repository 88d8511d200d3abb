import { join } from 'node:path'
import { createConnection, type ConnectionOptions } from 'mysql2/promise'
import { makeCertificate } from '../../../../src/server/certificate.ts'
import { findProgram, freePort, serverFolder, serverProcess } from './server-process.ts'
import { password, type SqlKind, type SqlService } from './sql-service.ts'

const [install, server] = ['mariadb-install-db', 'mariadbd'].map((name) => findProgram(name))

export const mariadb: SqlKind = {
  name: 'MariaDB',
  missing: install && server ? null : 'the server of MariaDB',
  start,
  tables: [
    `create table booking (
       reference varchar(20) primary key, version bigint, total decimal(10, 2), paid boolean, at timestamp(3), day date,
       note text, details json
     )`,
    `set time_zone = '+02:00'`,
    `insert into booking values ('EVT-1', 7, 19.50, true, '2026-05-01 12:00:00.250', '2026-05-01', 'it''s', '{"rows":[1,2]}')`,
    'create table number (n integer)',
    'insert into number select seq from seq_1_to_100000',
    'create table odd (flag bit(1), seats tinyint(1))',
    "insert into odd values (b'1', 2), (b'0', 1), (null, null)",
  ],
  oddities: [
    { asked: `12345678901234567890.5 as value`, value: '12345678901234567890.5' },
    { asked: `cast('2026-05-01 10:00' as datetime) as value`, value: '2026-05-01T10:00:00' },
    { asked: `flag as value from odd where seats = 2`, value: true },
    { asked: `seats as value from odd where seats = 2`, value: 2 },
    { asked: `x'0aff' as value`, value: '0aff' },
    { asked: `year('2026-05-01') as value`, value: 2026 },
  ],
  endless: 'select sleep(3600)',
  server: {
    secured: 'ssl-mode=REQUIRED',
    verified: 'ssl-mode=VERIFY_IDENTITY',
    isSecured: `select if(variable_value = '', 'false', 'true') as secured
      from information_schema.session_status where variable_name = 'Ssl_cipher'`,
    wrongPassword: "Access denied for user 'reader'@'127.0.0.1' (using password: YES)",
    unknownDatabase: "Unknown database 'nowhere'",
  },
  waysOut: ['set session transaction read write', 'set @@session.tx_read_only = 0', 'start transaction read write'],
  refusal: /refused the statement: Cannot execute statement in a READ ONLY transaction$/,
}

async function start(): Promise<SqlService> {
  const folder = serverFolder('mysql')
  const [data, socketPath] = [join(folder.path, 'data'), join(folder.path, 'socket')]
  const paths = ['--no-defaults', `--datadir=${data}`]
  await folder.run(install ?? 'mariadb-install-db', [
    ...paths,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])

  const port = await freePort()
  const { key, certificate } = await makeCertificate('127.0.0.1')
  const root = { socketPath, user: 'root' }
  const process = serverProcess(folder, {
    command: [
      server ?? 'mariadbd',
      ...paths,
      `--socket=${socketPath}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--ssl-key=${folder.keep('key.pem', key)}`,
      `--ssl-cert=${folder.keep('certificate.pem', certificate)}`,
      '--innodb-flush-log-at-trx-commit=0',
    ],
    signal: 'TERM',
    answers: () => write(root, []),
  })
  await process.start()
  const account = "'reader'@'127.0.0.1'"
  await write(root, [
    'create database shop',
    `create user ${account} identified by '${password.replaceAll("'", "''")}'`,
    `grant all on *.* to ${account}`,
  ])
  return {
    ...process,
    url: `mysql://reader:${encodeURIComponent(password)}@127.0.0.1:${port}/shop`,
    write: (...statements) => write({ ...root, database: 'shop' }, statements),
  }
}

async function write(options: ConnectionOptions, statements: readonly string[]): Promise<void> {
  const connection = await createConnection(options)
  try {
    for (const statement of statements) await connection.query(statement)
  } finally {
    await connection.end()
  }
}
