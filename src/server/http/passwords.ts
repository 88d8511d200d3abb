import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const saltBytes = 16
const keyBytes = 32

/** Salt and key, in base64, with a colon between them. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const key = await derive(password, salt, keyBytes)
  return `${salt.toString('base64')}:${key.toString('base64')}`
}

/**
 * Whether this is the password of that hash. Without a hash the answer is no, after the same work as with one, so that
 * its time does not tell which accounts exist.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [salt = '', key = ''] = hash?.split(':') ?? []
  const derived = await derive(password, Buffer.from(salt, 'base64'), keyBytes)
  const expected = Buffer.from(key, 'base64')
  return expected.length === keyBytes && timingSafeEqual(derived, expected)
}
