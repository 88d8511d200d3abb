import { isCollection, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { complaintOf, locate, type Complain, type Path } from './complaint.ts'
import { UsageError } from './errors.ts'
import type { z } from 'zod'

/** A file that people write, as what it says and where in it that stands. */
export interface YamlFile {
  /** What was found: plain values, not yet held against any schema. */
  readonly content: unknown
  /** Where something stands, or the nearest thing around it: `shop.yaml:12:5`. */
  readonly placeOf: (path: Path) => string
  /** @throws {UsageError} always: the place and a sentence */
  readonly complain: Complain
}

/**
 * Reads a text that is YAML or, as YAML allows, JSON.
 * @throws {UsageError} where it is neither, with the line and column
 */
export function readYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [flaw] = [...document.errors, ...keysThatAreNone(document), ...circles(document)]
  if (flaw) {
    const { line, col } = lines.linePos(flaw.pos[0])
    throw new UsageError(`${file}:${line}:${col}: this is not valid YAML: ${lowerFirst(flaw.message)}`)
  }
  const placeOf = (path: Path) => locate(document, lines, file, path)
  const complain: Complain = (path, sentence) => {
    throw new UsageError(`${placeOf(path)}: ${sentence}`)
  }
  return { content: unfold(document, file), placeOf, complain }
}

/** What is held against a schema. */
interface Checking extends Pick<YamlFile, 'content' | 'complain'> {
  /** What a complaint may show of it, where that is not all: the text of the file, before secrets were put in. */
  readonly shown?: unknown
}

/**
 * What a file says, held against a schema whose messages say what is allowed.
 * @throws {UsageError} one sentence: the file, the line and column, the field, what was found and what is allowed
 */
export function checkedBy<Shape extends z.ZodType>(
  schema: Shape,
  { content, complain, shown = content }: Checking,
): z.infer<Shape> {
  const checked = schema.safeParse(content)
  if (checked.success) return checked.data
  const { path, text } = complaintOf(checked.error, shown)
  return complain(path, text)
}

/** What the parser takes, and nobody can have meant. */
interface Flaw {
  readonly pos: readonly [number, ...number[]]
  readonly message: string
}

/** `name: {{user.id}}` without quotes is a mapping whose key is a mapping. */
function keysThatAreNone(document: Document): readonly Flaw[] {
  const found: Flaw[] = []
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) {
        found.push({
          pos: [key.range?.[0] ?? 0],
          message:
            "a mapping or a list stands where a name is expected; a text that begins with {{ has to stand in quotes: '{{user.id}}'",
        })
        return visit.BREAK
      }
      return undefined
    },
  })
  return found
}

/** An alias inside of what it stands for has no end. */
function circles(document: Document): readonly Flaw[] {
  const found: Flaw[] = []
  visit(document, {
    Alias: (_, alias, around) => {
      const meant = alias.resolve(document)
      if (meant !== undefined && around.includes(meant)) {
        found.push({ pos: [alias.range?.[0] ?? 0], message: `the alias *${alias.source} stands inside of itself` })
      }
    },
  })
  return found
}

function unfold(document: Document, file: string): unknown {
  try {
    // Thirty aliases are more than any honest file needs; without a limit a small one could unfold to gigabytes.
    return document.toJS({ maxAliasCount: 30 })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    throw new UsageError(`${file}: its aliases cannot be unfolded: ${lowerFirst(error.message)}`)
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
