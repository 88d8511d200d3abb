import { describe, expect, test } from 'vitest'
import { openJar } from '../../src/target/cookie-jar.ts'

const local = 'http://127.0.0.1:4003/shop'

describe('a jar', () => {
  test('gives back what it was given, to the paths that it is for', () => {
    const jar = openJar(local, null)
    jar.keep(['sid=1; Path=/; HttpOnly', 'cart=2; Path=/shop/cart', 'near=3'], '/shop/login')
    expect(jar.headerFor('/')).toBe('sid=1')
    expect(jar.headerFor('/shop/cart?x=1')).toBe('cart=2; near=3; sid=1')
    expect(jar.headerFor('/shop')).toBe('near=3; sid=1')
  })

  test('is empty at first', () => {
    expect(openJar(local, null).headerFor('/')).toBe('')
  })

  test('forgets what it is told to, and what has passed', () => {
    const jar = openJar(local, null)
    jar.keep(['a=1', 'b=2', 'c=3'], '/')
    jar.keep(['a=; Max-Age=0', 'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'c=4'], '/')
    expect(jar.headerFor('/')).toBe('c=4')
  })

  test('takes no cookie that is not for its target, and nothing that is none', () => {
    const jar = openJar(local, null)
    jar.keep(['a=1; Domain=elsewhere.example', '', 'b=2; Domain=127.0.0.1'], '/')
    expect(jar.headerFor('/')).toBe('b=2')
  })

  test('keeps cookies for TLS from a target on this machine that speaks none', () => {
    for (const url of [local, 'http://localhost:4003']) {
      const jar = openJar(url, null)
      jar.keep(['sid=1; Secure; HttpOnly; SameSite=Lax'], '/')
      expect(jar.headerFor('/')).toBe('sid=1')
    }
  })

  test('knows hosts without a dot, and those of a cluster', () => {
    for (const url of ['http://shop:4003', 'http://shop.internal', 'http://[::1]:4003']) {
      const jar = openJar(url, null)
      jar.keep(['sid=1'], '/')
      expect(jar.headerFor('/')).toBe('sid=1')
    }
  })

  test('is the same after a journey to a thread', () => {
    const jar = openJar('http://shop:4003', null)
    jar.keep(['sid=1; Path=/; HttpOnly', 'theme=dark; Max-Age=3600; Path=/a'], '/')
    const other = openJar('http://shop:4003', jar.serialised())
    for (const path of ['/', '/a', '/b']) expect(other.headerFor(path)).toBe(jar.headerFor(path))
    other.keep(['sid=2; Path=/'], '/')
    expect([jar.headerFor('/b'), other.headerFor('/b')]).toEqual(['sid=1', 'sid=2'])
  })
})
