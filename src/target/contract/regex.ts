/**
 * A regular expression as a contract writes it; it knows of code points, and a body may have many lines.
 * @throws {SyntaxError} where it is none
 */
export const regexOf = (pattern: string): RegExp => new RegExp(pattern, 'mu')
