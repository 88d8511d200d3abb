import type { Complain, Path } from '../../operator/complaint.ts'
import { fieldName } from '../../operator/complaint.ts'
import { messageOf } from '../../operator/errors.ts'
import { didYouMean } from '../../operator/did-you-mean.ts'
import { listed } from './compile.ts'
import type {
  AnswerRule,
  ContractDefinition,
  Credentials,
  LookFields,
  Source,
  StepDefinition,
  Steps,
} from './definition.ts'
import { glimpseFields, showsSeats } from './glimpse.ts'
import { nodesAt } from './json-path.ts'
import { regexOf } from './regex.ts'
import { hasHalfName, namesIn, ownNames, textsIn } from './template.ts'

type Own = (typeof ownNames)[number]

/** What may be asked for by name in one place of a contract. */
interface Known {
  readonly own: readonly Own[]
  readonly captured: readonly string[]
  /** A function told what answers mean, and may have captured anything. */
  readonly isOpen: boolean
  readonly hasUser: boolean
  /** Null where a function made the event, and may have told anything of it. */
  readonly eventFields: readonly string[] | null
}

/**
 * What the shape alone cannot say: paths and patterns that are none, names that nothing stands behind, a booking that
 * nobody could recognise.
 * @throws {UsageError} for the first of them, with its place
 */
export function checkContract(definition: ContractDefinition, complain: Complain): void {
  new ContractCheck(definition, complain).all()
}

const ruleFields = [
  'reference',
  'seats',
  'version',
  'position',
  'code',
] as const satisfies readonly (keyof AnswerRule)[]
/** What a round tells of the event that it wants. */
const wishFields = ['name', 'capacity', 'waitlist'] as const
const rowFields = ['reference', 'seats', 'user', 'version', 'available', 'key', 'at'] as const

/** Where a request ends, and whom it is for, is up to whoever writes it onto a connection. */
const framing = new Set(['host', 'content-length', 'transfer-encoding', 'connection'])

const nothing: Known = { own: [], captured: [], isOpen: false, hasUser: false, eventFields: [] }

class ContractCheck {
  readonly #definition: ContractDefinition
  readonly #complain: Complain

  constructor(definition: ContractDefinition, complain: Complain) {
    this.#definition = definition
    this.#complain = complain
  }

  all(): void {
    const { headers, admin, users, event, book, cancel, ledger, counter } = this.#definition
    this.#names(headers, ['headers'], nothing)
    this.#headerNames(headers, ['headers'])
    this.#headerNames(admin?.headers, ['admin', 'headers'])
    this.#headerNames(users.headers, ['users', 'headers'])
    this.#names(admin, ['admin'], nothing)
    this.#users(users)
    const ofEvent: Known = { ...nothing, eventFields: this.#eventFields(event.create) }
    if (event.look !== undefined) this.#look(event.look, ['event', 'look'], ofEvent)
    const booking: Known = {
      ...nothing,
      own: ['seats', 'key', 'attempt'],
      hasUser: true,
      eventFields: ofEvent.eventFields,
    }
    this.#steps(book, ['book'], booking)
    this.#ends(book, ['book'])
    this.#holdsNothing(book)
    this.#isRecognised(book)
    if (cancel !== undefined) {
      this.#steps(cancel, ['cancel'], { ...booking, own: ['reference'] })
      this.#ends(cancel, ['cancel'])
    }
    if (ledger !== undefined && typeof ledger !== 'function') this.#ledger(ledger, ofEvent)
    if (counter !== undefined && typeof counter !== 'function') {
      if ('sql' in counter) {
        this.#names(counter.sql, ['counter', 'sql'], ofEvent)
        this.#sources(counter, ['counter'])
        this.#showsSeats(counter, ['counter'])
      } else this.#look(counter, ['counter'], ofEvent)
    }
  }

  #users({ values, create, jwt, signIn, probe, id, headers, bearer, basic }: ContractDefinition['users']): void {
    const making: Known = { ...nothing, own: ['prefix', 'number'] }
    this.#names(values, ['users', 'values'], making)
    if (create !== undefined && typeof create !== 'function') {
      this.#step(create, ['users', 'create'], { ...making, own: ['prefix', 'number', 'count'], hasUser: true })
      if (create.each !== undefined) this.#jsonPath(create.each, ['users', 'create', 'each'])
    }
    const known: Known = { ...nothing, hasUser: true }
    if (jwt !== undefined) {
      this.#names(jwt.claims, ['users', 'jwt', 'claims'], known)
      if ((jwt.secret === undefined) === (jwt.keyFile === undefined)) {
        this.#complain(['users', 'jwt'], 'users.jwt needs one of secret and keyFile; allowed is either')
      }
    }
    if (signIn !== undefined && typeof signIn !== 'function') this.#steps(signIn, ['users', 'signIn'], known)
    const credentials: Credentials & { id: string | undefined } = { headers, bearer, basic, id }
    for (const [field, value] of Object.entries(credentials)) this.#names(value, ['users', field], known)
    if (probe !== undefined) this.#step(probe, ['users', 'probe'], known)
  }

  /** @returns what is known of the event once it is there */
  #eventFields(create: ContractDefinition['event']['create']): Known['eventFields'] {
    if (create === undefined) return ['id', ...wishFields]
    if (typeof create === 'function') return null
    const { captured, isOpen } = this.#steps(create, ['event', 'create'], { ...nothing, eventFields: wishFields })
    if (isOpen) return null
    if (captured.includes('id')) return [...captured, ...wishFields]
    return this.#complain(
      ['event', 'create'],
      'event.create captures no id; allowed is a capture of id, which later requests have as {{event.id}}',
    )
  }

  #ledger(ledger: Exclude<NonNullable<ContractDefinition['ledger']>, (...args: never) => unknown>, known: Known): void {
    if ('sql' in ledger) this.#names(ledger.sql, ['ledger', 'sql'], known)
    else {
      this.#step(ledger, ['ledger'], { ...known, own: ['page'] })
      this.#jsonPath(ledger.entries, ['ledger', 'entries'])
      if (ledger.pages?.next !== undefined) this.#source(ledger.pages.next, ['ledger', 'pages', 'next'])
      else if (ledger.pages !== undefined && typeof ledger.pages.first !== 'number') {
        this.#complain(
          ['ledger', 'pages'],
          'ledger.pages has no next, and first is no number to count on from; allowed is a number, or where an answer says the next page',
        )
      }
      if (ledger.event !== undefined) this.#sources(ledger.event, ['ledger', 'event'])
    }
    for (const field of rowFields) {
      const path = ledger[field]
      if (typeof path === 'string') this.#jsonPath(path, ['ledger', field])
    }
    for (const [path, text] of Object.entries(ledger.where ?? {})) {
      this.#jsonPath(path, ['ledger', 'where', path])
      this.#names(text, ['ledger', 'where', path], known)
    }
    const { kind } = ledger
    const words = typeof kind === 'object' ? Object.values(kind.words) : [kind]
    if (typeof kind === 'object') this.#jsonPath(kind.from, ['ledger', 'kind', 'from'])
    if (words.includes('returned') && ledger.version !== undefined) {
      this.#complain(
        ['ledger', 'kind'],
        'ledger.kind has a row that stands for a booking and its return, and ledger.version says of one which version it installed; allowed is a row each, or leaving version out',
      )
    }
  }

  #look(step: StepDefinition & LookFields, path: Path, known: Known): void {
    this.#step(step, path, known)
    this.#sources(step, path)
    if (path[0] === 'counter') this.#showsSeats(step, path)
  }

  #showsSeats(fields: LookFields, path: Path): void {
    if (showsSeats(fields)) return
    this.#complain(
      path,
      `${fieldName(path)} has neither available nor sold; allowed is where it says how many seats are left or gone`,
    )
  }

  /** @returns the names that its steps capture, and whether there may be more */
  #steps(steps: Steps, path: Path, known: Known): Pick<Known, 'captured' | 'isOpen'> {
    const all = listed(
      steps,
      path.map((part) => (typeof part === 'number' ? part : String(part))),
    )
    const raced = all.filter(({ step }) => step.race === true)
    if (raced.length > 1) {
      this.#complain(
        [...(raced[1]?.path ?? path), 'race'],
        `${fieldName(path)} has ${raced.length} steps that race; allowed is one`,
      )
    }
    const captured: string[] = []
    let isOpen = false
    for (const { step, path: own } of all) {
      this.#step(step, own, { ...known, captured: [...known.captured, ...captured], isOpen })
      captured.push(...Object.keys(step.capture ?? {}))
      isOpen ||= typeof step.answers === 'function'
    }
    return { captured, isOpen }
  }

  /** After the last step there is none to go on with. */
  #ends(steps: Steps, path: readonly string[]): void {
    const last = listed(steps, path).at(-1)
    if (last === undefined || !Array.isArray(last.step.answers)) return
    const index = last.step.answers.findIndex(({ is }) => is === 'next')
    if (index === -1) return
    const own = [...last.path, 'answers', index, 'is']
    this.#complain(own, `${fieldName(own)} is next, and no step follows; allowed is what came of it`)
  }

  /** What the last step takes is booked. */
  #holdsNothing(book: Steps): void {
    const last = listed(book, ['book']).at(-1)
    if (last?.step.holds === undefined) return
    const own = [...last.path, 'holds']
    this.#complain(own, `${fieldName(own)} is of the step that books; allowed is one before the last`)
  }

  #step(step: StepDefinition, path: Path, known: Known): void {
    const { request, query, headers, json, form, graphql, body, capture = {}, answers } = step
    if (step.as === 'user' && !known.hasUser) {
      this.#complain(
        [...path, 'as'],
        `${fieldName([...path, 'as'])} is user, and there is none here; allowed is admin or nobody`,
      )
    }
    for (const [field, value] of Object.entries({ request, query, headers, json, form, body })) {
      if (typeof value !== 'function') this.#names(value, [...path, field], known)
    }
    this.#names(graphql?.variables, [...path, 'graphql', 'variables'], known)
    this.#headerNames(headers, [...path, 'headers'])
    const bodies = Object.entries({ json, form, graphql, body }).filter(([, value]) => value !== undefined)
    if (bodies.length > 1) {
      const [, second = ['body']] = bodies
      this.#complain(
        [...path, second[0]],
        `${fieldName(path)} has ${bodies.map(([name]) => name).join(' and ')}; allowed is one of them`,
      )
    }
    for (const [name, source] of Object.entries(capture)) {
      this.#source(source, [...path, 'capture', name])
      if (path[0] !== 'users' || path[1] !== 'create') this.#newName(name, [...path, 'capture', name])
    }
    if (Array.isArray(answers)) this.#answers(answers, [...path, 'answers'])
  }

  #newName(name: string, path: Path): void {
    if (ownNames.some((own) => own === name)) {
      this.#complain(path, `${name} is a name of its own; allowed is any but ${ownNames.join(', ')}`)
    }
  }

  #answers(answers: readonly AnswerRule[], path: Path): void {
    for (const [index, rule] of answers.entries()) {
      const own = [...path, index]
      for (const jsonPath of Object.keys(rule.json ?? {})) this.#jsonPath(jsonPath, [...own, 'json', jsonPath])
      for (const [jsonPath, condition] of Object.entries(rule.json ?? {})) {
        if (typeof condition === 'object' && condition !== null && 'matches' in condition)
          this.#pattern(condition.matches, [...own, 'json', jsonPath])
      }
      for (const [name, pattern] of Object.entries(rule.header ?? {})) this.#pattern(pattern, [...own, 'header', name])
      if (rule.body !== undefined) this.#pattern(rule.body, [...own, 'body'])
      for (const field of ruleFields) if (rule[field] !== undefined) this.#source(rule[field], [...own, field])
    }
  }

  /** Without a rule for it nobody was ever seen to book. */
  #isRecognised(book: ContractDefinition['book']): void {
    const all = listed(book, ['book'])
    const last = all.at(-1)
    if (last === undefined || typeof last.step.answers === 'function') return
    const rules = last.step.answers ?? []
    if (rules.some(({ is }) => is === 'booked' || is === 'accepted')) return
    const path = last.step.answers === undefined ? last.path : [...last.path, 'answers']
    this.#complain(
      path,
      `${fieldName(path)} has no rule that is booked; allowed is at least one, so that a booking can be recognised`,
    )
  }

  #sources(fields: LookFields, path: Path): void {
    for (const field of glimpseFields) if (fields[field] !== undefined) this.#source(fields[field], [...path, field])
  }

  #source(source: Source, path: Path): void {
    if (typeof source === 'function') return
    if (typeof source === 'string') return this.#jsonPath(source, path)
    if ('json' in source) this.#jsonPath(source.json, [...path, 'json'])
    if ('body' in source) this.#pattern(source.body, [...path, 'body'])
    if ('match' in source && source.match !== undefined) this.#pattern(source.match, [...path, 'match'])
  }

  #jsonPath(text: string, path: Path): void {
    try {
      nodesAt(text)
    } catch {
      this.#complain(path, `${fieldName(path)} is "${text}"; allowed is a JSONPath (RFC 9535) such as $.order.id`)
    }
  }

  #pattern(text: string, path: Path): void {
    try {
      regexOf(text)
    } catch (error) {
      const why = messageOf(error).replace(/^Invalid regular expression: /, '')
      this.#complain(path, `${fieldName(path)} is no regular expression: ${why}`)
    }
  }

  #headerNames(headers: Readonly<Record<string, string>> = {}, path: Path): void {
    for (const name of Object.keys(headers)) {
      if (framing.has(name.toLowerCase())) {
        this.#complain([...path, name], `${name} is written by bookload itself; allowed is any other header`)
      }
      // RFC 9110, section 5.1.
      if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) continue
      this.#complain(
        [...path, name],
        `${JSON.stringify(name)} is no name of a header; allowed are letters, digits and hyphens`,
      )
    }
  }

  #names(value: unknown, path: Path, known: Known): void {
    const half = textsIn(value).find(hasHalfName)
    if (half !== undefined) {
      this.#complain(
        path,
        `${fieldName(path)} has {{ without }} in "${half}"; allowed is a name in both, such as {{seats}}`,
      )
    }
    const ofEvent = known.eventFields ?? []
    for (const name of namesIn(value)) {
      const [root, ...rest] = name.split('.')
      const field = rest.join('.')
      if (root === 'user' && field !== '' && known.hasUser) continue
      if (root === 'event' && field !== '' && (known.eventFields === null || ofEvent.includes(field))) continue
      if (known.isOpen && field === '') continue
      if (known.own.some((own) => own === name) || known.captured.includes(name)) continue
      const allowed = [
        ...(known.hasUser ? ['user.<field>'] : []),
        ...(known.eventFields === null ? ['event.<field>'] : ofEvent.map((own) => `event.${own}`)),
        ...known.own,
        ...known.captured,
      ]
      const hint = didYouMean(name, allowed)
      const list = allowed.length === 0 ? 'no name at all here' : `one of ${allowed.join(', ')}`
      this.#complain(path, `${fieldName(path)} asks for {{${name}}}${hint}; allowed is ${list}`)
    }
  }
}
