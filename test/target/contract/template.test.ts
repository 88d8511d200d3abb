import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nobody } from '../../../src/target/contract/compile.ts'
import type { Scope } from '../../../src/target/contract/definition.ts'
import { lookup, namesIn, parseTemplate, renderJson, renderText } from '../../../src/target/contract/template.ts'

const scope: Scope = {
  ...nobody,
  user: { id: 7, email: 'ana@example.org', tags: ['a', 'b'], 'home.city': 'Bern', note: null },
  event: { id: 'e1', capacity: 20 },
  captured: { cart: 'c-1', isGuest: false },
  seats: 2,
  key: 'k-1',
}

const filled = (render: string | ((scope: Scope) => string)): string =>
  typeof render === 'function' ? render(scope) : render
const textFor = (text: string): string => filled(renderText(text))
const jsonFor = (value: unknown): unknown => JSON.parse(filled(renderJson(value)))

describe('names in texts', () => {
  test('stand for what is known', () => {
    expect(textFor('{{seats}} for {{ user.email }}, {{cart}} of {{event.id}} ({{key}})')).toBe(
      '2 for ana@example.org, c-1 of e1 (k-1)',
    )
  })

  test('stand for nothing where nothing is known', () => {
    expect(textFor('[{{user.phone}}{{user.note}}{{missing}}]')).toBe('[]')
  })

  test('stand for what is no text as it is written', () => {
    expect(textFor('{{user.tags}} {{isGuest}} {{user.id}}')).toBe('["a","b"] false 7')
  })

  test('may have dots of their own', () => {
    expect(textFor('{{user.home.city}}')).toBe('Bern')
  })

  test('are not looked for where braces are single or nested', () => {
    expect(textFor('{seats} {{ {seats} }} {{seats}')).toBe('{seats} {{ {seats} }} {{seats}')
    expect(textFor('{{{seats}}}')).toBe('{2}')
  })

  test('are not looked for in what was filled in', () => {
    const tricky = { ...scope, captured: { cart: '{{user.email}}' } }
    const render = renderText('{{cart}}')
    expect(typeof render === 'function' && render(tricky)).toBe('{{user.email}}')
  })

  test('nothing that an object inherits is a value', () => {
    const names = ['constructor', 'toString', '__proto__', 'user.constructor', 'event.valueOf']
    expect(names.map((name) => lookup(name)(scope))).toEqual(names.map(() => undefined))
  })
})

test('a text without names is worked out once', () => {
  expect(renderText('POST')).toBe('POST')
  expect(renderJson({ a: [1, null, 'b'] })).toBe('{"a":[1,null,"b"]}')
})

test('a template is its texts and its names', () => {
  expect(parseTemplate('a{{b}}c{{ d.e }}')).toEqual({ texts: ['a', 'c', ''], names: ['b', 'd.e'] })
  expect(namesIn({ a: ['{{b}}', { c: 'x{{d}}y{{e}}' }], f: 1, g: null })).toEqual(['b', 'd', 'e'])
})

describe('JSON', () => {
  test('keeps the type of what a text is nothing but the name of', () => {
    expect(
      jsonFor({
        seats: '{{seats}}',
        more: 'x{{seats}}',
        tags: '{{user.tags}}',
        isGuest: '{{ isGuest }}',
        none: '{{user.phone}}',
        empty: '{{user.note}}',
      }),
    ).toEqual({ seats: 2, more: 'x2', tags: ['a', 'b'], isGuest: false, none: null, empty: null })
  })

  /** A leaf of a body, and what it becomes. */
  const leaves = fc.oneof(
    fc.json({ maxDepth: 1 }).map((text) => ({ given: JSON.parse(text), made: JSON.parse(text) })),
    fc.constantFrom(
      { given: '{{seats}}', made: 2 },
      { given: '{{user.tags}}', made: ['a', 'b'] },
      { given: '"{{cart}}\\', made: '"c-1\\' },
      { given: '{{user.email}}\n{{key}}', made: 'ana@example.org\nk-1' },
    ),
  )
  const { tree } = fc.letrec<{ tree: { given: unknown; made: unknown } }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaves,
      fc.array(tie('tree'), { maxLength: 4 }).map((items) => ({
        given: items.map(({ given }) => given),
        made: items.map(({ made }) => made),
      })),
      fc.array(fc.tuple(fc.string(), tie('tree')), { maxLength: 4 }).map((members) => ({
        given: Object.fromEntries(members.map(([name, { given }]) => [name, given])),
        made: Object.fromEntries(members.map(([name, { made }]) => [name, made])),
      })),
    ),
  }))

  test('always parses, and is the value with its names replaced', () => {
    fc.assert(
      fc.property(tree, ({ given, made }) => {
        expect(jsonFor(given)).toEqual(made)
      }),
    )
  })

  test('always parses, whatever is filled in', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
        const value: unknown = JSON.parse(json)
        const render = renderJson({ value: '{{user.value}}', text: 'a"{{user.text}}"', both: ['{{user.text}}'] })
        const made = typeof render === 'function' ? render({ ...nobody, user: { value, text } }) : render
        expect(JSON.parse(made)).toEqual({ value, text: `a"${text}"`, both: [text] })
      }),
    )
  })
})
