import { CommanderError, type Command } from 'commander'
import { MismatchError, TargetError, UsageError } from '../operator/errors.ts'
import { exitCodes } from './exit-codes.ts'
import { write, type Io } from './io.ts'
import { Interrupted } from './interruption.ts'

/** Runs one command line to its end. @returns the exit code */
export async function runProgram(program: Command, argv: readonly string[], io: Io): Promise<number> {
  try {
    await program.parseAsync(argv)
    return Number(process.exitCode ?? exitCodes.held)
  } catch (error) {
    // Commander has already said what was wrong; 0 is help or a version asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.usage
    if (error instanceof Interrupted) return exitCodes.interrupted
    if (error instanceof UsageError) return complain(error, exitCodes.usage, io)
    if (error instanceof MismatchError) return complain(error, exitCodes.usage, io)
    if (error instanceof TargetError) return complain(error, exitCodes.notJudged, io)
    await write(io.stderr, `bookload: this is a defect of bookload itself:\n${describe(error)}\n`)
    return exitCodes.notJudged
  }
}

async function complain(error: Error, exitCode: number, io: Io): Promise<number> {
  await write(io.stderr, `bookload: ${error.message}\n`)
  return exitCode
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
