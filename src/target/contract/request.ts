import type { Cookies, PreparedRequest } from '../booking-api.ts'
import { messageOf, TargetError } from '../../operator/errors.ts'
import type { Mask } from './mask.ts'
import type { Credentials, Scalar, Scope, StepDefinition } from './definition.ts'
import { lookup, parseTemplate, renderJson, renderText, textOf } from './template.ts'

/** Makes a request from all that is known when it is made. */
export type Prepare = (scope: Scope, cookies: Cookies | null) => PreparedRequest

type Render<Value> = Value | ((scope: Scope) => Value)

/** Of every request of a contract: the path that they start with, and what is sent along. */
export interface Common {
  readonly basePath: string
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: Credentials
  readonly mask: Mask
}

/**
 * Works out all of a request that can be worked out before the clock runs.
 * @throws {SyntaxError} where a text in it cannot be understood
 */
export function prepareRequest(step: StepDefinition, common: Common): Prepare {
  const { request } = step
  if (typeof request === 'function') {
    return (scope, cookies) => withCookies(asked(request, scope, common.mask), cookies)
  }
  const [method = '', target = ''] = request.split(/ (.*)/s)
  const [path = '', inPath = ''] = target.split(/\?(.*)/s)
  const renderPath = pathFrom(path, common.basePath)
  const renderQuery = queryFrom(inPath, step.query)
  const { type, render: body } = bodyOf(step)
  const headers = flattened({
    ...(type === null ? {} : { 'content-type': type }),
    ...(step.graphql === undefined ? {} : { accept: 'application/json' }),
    ...headerTexts(common.headers),
    ...credentialHeaders(common.credentials),
    ...headerTexts(step.headers ?? {}),
  })
  return (scope, cookies) =>
    withCookies(
      {
        method,
        path: withQuery(filled(renderPath, scope), filled(renderQuery, scope)),
        headers: filled(headers, scope),
        body: body === null ? null : filled(body, scope),
      },
      cookies,
    )
}

/** What a function throws is told to operators and recorded, and may repeat what it was to sign with. */
function asked(request: (scope: Scope) => PreparedRequest, scope: Scope, mask: Mask): PreparedRequest {
  try {
    return request(scope)
  } catch (error) {
    throw new TargetError(mask(`request threw: ${messageOf(error)}`))
  }
}

const filled = <Value extends string | readonly string[]>(render: Render<Value>, scope: Scope): Value =>
  typeof render === 'function' ? render(scope) : render

const withQuery = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`)

/** Half a pair of UTF-16, as JSON may bring it, has no bytes, so it is written as a form writes it. */
const escaped = (value: unknown): string => encodeURIComponent(textOf(value).toWellFormed())

/** A value stays one segment of a path, unless it is the whole of it: then it is a link, such as that of the next page. */
function pathFrom(path: string, basePath: string): Render<string> {
  const { texts, names } = parseTemplate(path)
  const [name] = names
  if (name === undefined || texts.some((around) => around !== '')) return renderText(basePath + path, escaped)
  const find = lookup(name)
  return (scope) => linked(textOf(find(scope)), basePath)
}

/** A link may be spelt in full, from the root of its host, or from where the API starts. */
function linked(link: string, basePath: string): string {
  const base = `http://target${basePath}/`
  const url = URL.canParse(link, base) ? new URL(link, base) : new URL(base)
  const path = url.protocol.startsWith('http') ? url.pathname + url.search : '/'
  const isWhole = /^https?:/i.test(link) || path.startsWith(`${basePath}/`) || path === basePath
  return isWhole ? path : basePath + path
}

/** A value that is not there is not asked for, such as the cursor of the first page. */
function queryFrom(inPath: string, query: StepDefinition['query'] = {}): Render<string> {
  const parts = [renderText(inPath, escaped), ...Object.entries(query).map(([name, value]) => pairFrom(name, value))]
  const join = (texts: readonly string[]) => texts.filter((text) => text !== '').join('&')
  if (parts.every((part) => typeof part === 'string')) return join(parts)
  return (scope) => join(parts.map((part) => filled(part, scope)))
}

function pairFrom(name: string, value: Scalar): Render<string> {
  const { texts, names } = parseTemplate(textOf(value))
  const [only] = names
  if (only === undefined || texts.some((around) => around !== '')) {
    return renderText(pairsOf({ [name]: value }).join('&'), escaped)
  }
  const find = lookup(only)
  return (scope) => {
    const found = textOf(find(scope))
    return found === '' ? '' : `${escaped(name)}=${escaped(found)}`
  }
}

const pairsOf = (fields: Readonly<Record<string, Scalar>> = {}): readonly string[] =>
  Object.entries(fields).map(([name, value]) => `${escaped(name)}=${escapedAround(textOf(value))}`)

/** Escapes a text for a query or a form, but for the names in it, which are escaped once they are filled in. */
const escapedAround = (text: string): string =>
  text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) => (index % 2 === 1 ? piece : escaped(piece)))
    .join('')

function bodyOf(step: StepDefinition): { type: string | null; render: Render<string> | null } {
  if (step.json !== undefined) return { type: 'application/json', render: renderJson(step.json) }
  if (step.graphql !== undefined) {
    const { query, variables = {} } = step.graphql
    // A document has braces of its own, so nothing is filled into it: that is what variables are for.
    const variablesText = renderJson(variables)
    const opening = `{"query":${JSON.stringify(query)},"variables":`
    return {
      type: 'application/json',
      render:
        typeof variablesText === 'string'
          ? `${opening}${variablesText}}`
          : (scope) => `${opening}${variablesText(scope)}}`,
    }
  }
  if (step.form !== undefined) {
    return { type: 'application/x-www-form-urlencoded', render: renderText(pairsOf(step.form).join('&'), escaped) }
  }
  return { type: null, render: step.body === undefined ? null : renderText(step.body) }
}

type Headers = Readonly<Record<string, Render<string>>>

function credentialHeaders({ headers = {}, bearer, basic }: Credentials): Headers {
  return {
    // A token that is not there is not sent.
    ...(bearer === undefined || bearer === '' ? {} : { authorization: renderText(`Bearer ${bearer}`) }),
    ...(basic === undefined ? {} : { authorization: basicHeader(basic) }),
    ...headerTexts(headers),
  }
}

/** RFC 7617: name and password are encoded together, once both are filled in. */
function basicHeader({ username, password }: NonNullable<Credentials['basic']>): Render<string> {
  const pair = renderText(`${username}:${password}`)
  const encode = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  return typeof pair === 'string' ? encode(pair) : (scope) => encode(pair(scope))
}

const headerTexts = (headers: Readonly<Record<string, string>>): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), renderText(text)]))

function flattened(headers: Headers): Render<readonly string[]> {
  const fields = Object.entries(headers)
  if (fields.every(([, value]) => typeof value === 'string')) {
    return fields.flatMap(([name, value]) => (typeof value === 'string' ? [name, value] : []))
  }
  return (scope) => {
    const flat: string[] = []
    for (const [name, value] of fields) flat.push(name, typeof value === 'string' ? value : value(scope))
    return flat
  }
}

function withCookies(request: PreparedRequest, cookies: Cookies | null): PreparedRequest {
  const value = cookies?.headerFor(request.path) ?? ''
  return value === '' ? request : { ...request, headers: [...request.headers, 'cookie', value] }
}
