/** Takes out of a text what nobody is to read. */
export type Mask = (text: string) => string

/** @param secrets the longest are taken out first, so that none is left in part */
export function maskOf(secrets: readonly string[]): Mask {
  const told = [...new Set(secrets.flatMap(spellings))]
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
  return (text) => told.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}

function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1)
  // Text that is cut within a character cannot be written into a URL, and was in none.
  const inUrl = /\p{Surrogate}/u.test(secret) ? inForm : encodeURIComponent(secret)
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    ...[inUrl, inForm].flatMap((text) => [text, text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]),
    inJson,
    inJson.replaceAll('/', '\\/'),
    ...['&#39;', '&#x27;', '&apos;'].map((apostrophe) => inHtml(secret, apostrophe)),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ]
}

const inHtml = (text: string, apostrophe: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe)
