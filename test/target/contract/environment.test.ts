import { describe, expect, test } from 'vitest'
import { readYaml } from '../../../src/operator/yaml-file.ts'
import { resolveEnvironment } from '../../../src/target/contract/environment.ts'

function resolved(text: string, environment: Readonly<Record<string, string | undefined>>) {
  const { content, complain } = readYaml(text, 'shop.yaml')
  return resolveEnvironment(content, environment, complain)
}

describe('a value of the environment', () => {
  test('takes its place in a text, wherever that stands', () => {
    const text = 'a: Bearer ${TOKEN}\nb: [{ c: "${HOST}:${PORT}" }, 1, null]\n'
    expect(resolved(text, { TOKEN: 't', HOST: 'shop.example', PORT: '80' }).content).toEqual({
      a: 'Bearer t',
      b: [{ c: 'shop.example:80' }, 1, null],
    })
  })

  test('gives way to a fallback where it is missing or empty', () => {
    const text = 'a: ${A:-one}\nb: ${B:-two}\nc: ${C:-}\nd: ${D:-four}\n'
    const { content, secrets } = resolved(text, { B: '', D: '4' })
    expect(content).toEqual({ a: 'one', b: 'two', c: '', d: '4' })
    expect(secrets).toEqual(['4'])
  })

  test('may be empty where no fallback is told', () => {
    expect(resolved('a: "[${A}]"', { A: '' })).toEqual({ content: { a: '[]' }, secrets: [] })
  })

  test('that is missing is told of, with the line', () => {
    expect(() => resolved('a: 1\nb:\n  c: x${MISSING}\n', {})).toThrow(
      'shop.yaml:3:6: ${MISSING} is not in the environment; allowed is a value for it, or ${MISSING:-a fallback}',
    )
  })

  test('is filled in once: what it says itself is taken as it is', () => {
    expect(resolved('a: ${A}', { A: '${B} $& $1 {key}' }).content).toEqual({ a: '${B} $& $1 {key}' })
  })

  test('has no names in it, and is not told where it has', () => {
    expect(() => resolved('a: 1\nb: x${A}\n', { A: 'pass{{word' })).toThrow(
      /^shop\.yaml:2:4: \$\{A\} has \{\{ in it, where a name would begin; allowed is a value without$/,
    )
  })

  test('is not asked for by a dollar or by braces alone', () => {
    const text = 'a: $A {A} ${} ${1A} ${a-b}\n'
    expect(resolved(text, {}).content).toEqual({ a: '$A {A} ${} ${1A} ${a-b}' })
  })
})

test('all that comes of the environment is a secret, but for where the target is', () => {
  const text =
    'baseUrl: http://${HOST}\nowner: ${HOST}\nadmin: { bearer: "${TOKEN}", basic: "${TOKEN}" }\nname: ${NAME:-n}\n'
  expect(resolved(text, { HOST: 'shop.example', TOKEN: 't' }).secrets).toEqual(['t'])
})
