import { execFileSync } from 'node:child_process'

/** Builds `dist` before any test runs: a test of yesterday's program would prove nothing. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: `${import.meta.dirname}/..`, stdio: 'inherit' })
}
