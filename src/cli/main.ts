import { buildProgram } from './program.ts'
import { processIo } from './io.ts'
import { runProgram } from './run-program.ts'

const io = processIo(process.argv)
process.exitCode = await runProgram(buildProgram(io), process.argv, io)
