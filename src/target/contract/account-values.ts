import type { Fields } from '../booking-api.ts'
import { nobody } from './compile.ts'
import type { UsersDefinition } from './definition.ts'
import { renderText } from './template.ts'

/** The fields that a contract gives to the account with this number, from 1. */
export function accountValues({ values = {} }: UsersDefinition, prefix: string, number: number): Fields {
  const scope = { ...nobody, prefix, number }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const render = typeof value === 'string' ? renderText(value) : value
      return [name, typeof render === 'function' ? render(scope) : render]
    }),
  )
}
