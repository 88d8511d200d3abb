import { exitCodes } from './exit-codes.ts'
import { processIo } from './io.ts'
import { buildProgram } from './program.ts'
import { runProgram } from './run-program.ts'

// A reader that has seen enough, such as `head`, is no error. Any other failure to write has no one left to be told to.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

// Node would leave with 1, which here means that a rule was violated.
process.on('uncaughtException', (error) => {
  process.stderr.write(`bookload: this is a defect of bookload itself:\n${error.stack ?? error.message}\n`)
  process.exit(exitCodes.notJudged)
})

const io = processIo(process.argv)
process.exitCode = await runProgram(buildProgram(io), process.argv, io)
