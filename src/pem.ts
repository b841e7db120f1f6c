import fs from 'node:fs'

/**
 * PEM blocks from an input that holds them, or a path to a file that does.
 * @param value the input: PEM text, or a file's path (relative to the workspace)
 * @param kind what the blocks' headings end with
 * @returns the blocks, or what is wrong with the input, to follow its name in a sentence
 */
export function pemFrom(value: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): string[] | string {
  const isText = value.includes('-----BEGIN')
  let text = value
  if (!isText) {
    try {
      text = fs.readFileSync(value, 'utf8')
    } catch (error) {
      return `is neither PEM text nor a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`
    }
  }
  const blocks =
    text.match(
      new RegExp(`-----BEGIN (?:[A-Z]+ )*${kind}-----[^-]+-----END (?:[A-Z]+ )*${kind}-----`, 'g')
    ) ?? []
  if (blocks.length === 0)
    return `holds no PEM block that ends with ${kind}${isText ? '' : ' in the file it names'}`
  try {
    const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto')
    const read = (block: string): unknown =>
      kind === 'CERTIFICATE' ? new X509Certificate(block) : createPrivateKey(block)
    blocks.forEach(read)
  } catch {
    return 'holds a PEM block that cannot be read: it may be cut off, encrypted, or of another kind'
  }
  return blocks
}

/** Whether a private key is that of a certificate. */
export function belongTogether(certificate: string, key: string): boolean {
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto')
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
}
