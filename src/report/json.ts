import type { Result } from './result.ts'

export const renderJson = (result: Result): string => `${JSON.stringify(result, null, 2)}\n`
