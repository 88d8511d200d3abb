import { fileComplaint } from '../operator/file-complaint.ts'
import { exitCodes } from './exit-codes.ts'
import { processIo } from './io.ts'
import { buildProgram } from './program.ts'
import { runProgram } from './run-program.ts'

const losses: string[] = []
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, such as `head`, is no error; a full disk is.
  if (error.code !== 'EPIPE') losses.push(fileComplaint(error))
})
// When standard error fails, there is no one left to be told.
process.stderr.on('error', () => {})

// Node would leave with 1, which here means that a rule was violated.
process.on('uncaughtException', (error) => {
  process.stderr.write(`bookload: this is a defect of bookload itself:\n${error.stack ?? error.message}\n`)
  process.exit(exitCodes.notJudged)
})

const io = processIo(process.argv)
process.exitCode = await runProgram(buildProgram(io), process.argv, io)
const [loss] = losses
if (loss !== undefined) {
  process.stderr.write(`bookload: standard output could not be written: ${loss}\n`)
  process.exitCode = exitCodes.notJudged
}
