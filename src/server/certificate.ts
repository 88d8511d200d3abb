import { isIP } from 'node:net'

/** A key and the certificate that it signed itself, both as PEM. */
export interface SelfSigned {
  readonly key: string
  readonly certificate: string
}

/**
 * Makes a certificate for this machine, good for a year. It is its own authority, so a client has to be given it to
 * trust it; as it may sign no other certificate, trusting it opens no door but this one.
 * @param host what the server listens on, beside `localhost`, `127.0.0.1` and `::1`
 */
export async function makeCertificate(host: string): Promise<SelfSigned> {
  // Takes longer to load than the server to start, and only a server that speaks TLS needs it.
  const { generate } = await import('selfsigned')
  const names = new Set(['localhost', '127.0.0.1', '::1', host])
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    // An elliptic curve, because a burst of thousands of handshakes with RSA would keep the server busy for seconds.
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...names].map(subjectAltName) },
    ],
  })
  return { key, certificate: cert }
}

// The numbers are those of GeneralName in RFC 5280.
const subjectAltName = (name: string) =>
  isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const)
