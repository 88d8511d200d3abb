/** Everything of the process that a command may touch. */
export interface Io {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** False where the operator said --no-color or NO_COLOR (no-color.org). */
  readonly mayColour: boolean
}

export function processIo(argv: readonly string[]): Io {
  const { env, stdout, stderr } = process
  return { stdout, stderr, env, mayColour: !env['NO_COLOR'] && !argv.includes('--no-color') }
}

/** Columns to write in: the terminal's, or 80 where there is none to ask. */
export function widthOf({ stdout, env }: Io): number {
  const columns = stdout.isTTY ? stdout.columns : Number(env['COLUMNS'])
  return Math.max(columns > 0 ? columns : 80, 60)
}

/** Writes all of a text before it returns, so that leaving the process afterwards cuts nothing off. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  // What cannot be written is seen to where the process begins.
  return new Promise((resolve) => stream.write(text, () => resolve()))
}
