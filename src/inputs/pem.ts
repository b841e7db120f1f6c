const fs = process.getBuiltinModule('node:fs')
const os = process.getBuiltinModule('node:os')
const path = process.getBuiltinModule('node:path')

/** PEM that cannot be used: what is wrong with it, without a full stop. */
export class PemError extends Error {}

type Kind = 'CERTIFICATE' | 'PRIVATE KEY'

/** A PEM block: what its BEGIN line names, and what stands between BEGIN and END. */
interface Block {
  label: string
  body: string
}

/** Where PEM may come from. */
interface Source {
  content: Buffer
  /** How a problem’s sentence starts: names the file, if there is one. */
  subject: string
}

/**
 * Reads all certificates in an input; other PEM blocks are ignored.
 * @param value PEM text as people paste it, base64 of PEM, or the path of a file with either
 * @returns at least one certificate, each as clean PEM
 * @throws PemError that says what was found instead, with the command that converts it
 */
export function readCertificates(value: string): string[] {
  return readBlocks(value, 'CERTIFICATE')
}

/**
 * Reads the private key in an input; other PEM blocks are ignored.
 * @param value as for `readCertificates`
 * @returns the key as clean PEM
 * @throws PemError that says what was found instead, with the command that converts it
 */
export function readPrivateKey(value: string): string {
  const [key = '', ...others] = readBlocks(value, 'PRIVATE KEY')
  if (others.length > 0) {
    throw new PemError(`contains ${others.length + 1} private keys. Keep only one`)
  }
  return key
}

/** Whether a private key is that of a certificate; both as clean PEM. */
export function isKeyOfCertificate(key: string, certificate: string): boolean {
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto')
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
}

/**
 * Whether a value is the path of a file, not the content of one. A long value of base64 characters alone, or one
 * with characters that are rare in a path, counts as content, which may be a secret, unless there is such a file.
 */
export function isFilePath(value: string): boolean {
  if (/-----BEGIN|[\r\n]/.test(value) || value.length > 4_096) {
    return false
  }
  const isBase64 = /^(?:M[\w+/=]{39,}|[\w+/= -]{64,})$/.test(value.replaceAll(/\\+[rn]/g, ''))
  const looksLikePath = /^[\p{L}\p{N}_ ./\\:~@+()-]*$/u.test(value)
  return (looksLikePath && !isBase64) || fs.existsSync(resolvePath(value))
}

function readBlocks(value: string, kind: Kind): string[] {
  const { content, subject } = isFilePath(value)
    ? readFile(value)
    : { content: Buffer.from(value), subject: '' }
  const decoded = decodeBase64(content)
  const text = toText(decoded)
  const blocks = findBlocks(text)
  const wanted = blocks.filter(({ label }) => label === kind || label.endsWith(` ${kind}`))
  if (wanted.length === 0) {
    throw new PemError(subject + explainMissing(decoded, text, blocks, kind))
  }
  return wanted.map(block => {
    const problem = explainUnusable(block)
    if (problem !== undefined) {
      throw new PemError(subject + problem)
    }
    return toCleanPem(block)
  })
}

function resolvePath(value: string): string {
  return path.resolve(value.replace(/^~(?=[/\\])/, () => os.homedir()))
}

const fileErrors: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by the user that runs this job',
  EISDIR: 'is a directory'
}

function readFile(value: string): Source {
  const file = resolvePath(value)
  try {
    return { content: fs.readFileSync(file), subject: `names the file \`${file}\`, which ` }
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    const hint = /^(?:[~/\\]|[a-z]:)/i.test(value)
      ? ''
      : '. A relative path starts in the workspace, which is empty before `actions/checkout`'
    throw new PemError(
      `is neither PEM text nor a file that can be read: \`${file}\` ` +
        `${fileErrors[code] ?? `cannot be read (${code})`}${hint}`
    )
  }
}

/** What base64 of a whole file contains; any other content as it is. */
function decodeBase64(content: Buffer): Buffer {
  const compact = content.toString('latin1').replaceAll(/\\+[rn]|\s/g, '')
  return /^[A-Za-z0-9+/]{64,}={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : content
}

/** Windows PowerShell writes UTF-16 with a byte order mark. */
function toText(content: Buffer): string {
  return content.toString(content[0] === 0xff && content[1] === 0xfe ? 'utf16le' : 'utf8')
}

/** Finds PEM blocks whatever became of their line ends: spaces, literal `\n`, none at all. */
function findBlocks(text: string): Block[] {
  const label = '([A-Z0-9]+(?:\\s+[A-Z0-9]+)*)'
  const pattern = `-----BEGIN\\s+${label}-----((?:(?!-----)[^])*)-----END\\s+${label}-----`
  const matches = text.replaceAll(/\\+[rn]/g, '\n').matchAll(new RegExp(pattern, 'g'))
  return Array.from(matches, ([, begin = '', body = '']) => ({
    label: begin.replaceAll(/\s+/g, ' '),
    body
  }))
}

function toCleanPem({ label, body }: Block): string {
  const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

/** What is wrong with a block of the kind that is wanted; undefined when nothing is. */
function explainUnusable(block: Block): string | undefined {
  if (block.label === 'ENCRYPTED PRIVATE KEY' || block.body.includes('ENCRYPTED')) {
    return (
      'contains an encrypted private key, and there is no input for its passphrase. ' +
      'Decrypt it: `openssl pkey -in encrypted.pem -out key.pem`'
    )
  }
  if (block.label === 'OPENSSH PRIVATE KEY') {
    return (
      'contains a private key in OpenSSH form, which TLS cannot use. ' +
      'Convert a copy of it: `ssh-keygen -p -m PKCS8 -f key`'
    )
  }
  return canBeRead(block)
    ? undefined
    : `contains a PEM block (\`${block.label}\`) that is cut off or damaged. Copy it again`
}

function canBeRead(block: Block): boolean {
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto')
  const isCertificate = block.label.endsWith('CERTIFICATE')
  const read = isCertificate ? (pem: string) => new X509Certificate(pem) : createPrivateKey
  try {
    read(toCleanPem(block))
    return true
  } catch {
    return false
  }
}

const kinds = {
  CERTIFICATE: { name: 'certificate', inputs: '`client-certificate` or `ca-certificate`' },
  'PRIVATE KEY': { name: 'private key', inputs: '`client-key`' }
}

/** What stands where a block of the kind that is wanted should. */
function explainMissing(content: Buffer, text: string, blocks: Block[], kind: Kind): string {
  const expected = `but a ${kinds[kind].name} is expected here`
  const other: Kind = kind === 'CERTIFICATE' ? 'PRIVATE KEY' : 'CERTIFICATE'
  if (blocks.some(({ label }) => label.endsWith(other))) {
    const { name, inputs } = kinds[other]
    return `contains a ${name}, ${expected}. A ${name} belongs in ${inputs}`
  }
  const [first] = blocks
  if (first !== undefined) {
    const isChain = first.label === 'PKCS7' && kind === 'CERTIFICATE'
    const remedy = isChain ? `. Convert it: \`${pkcs7ToPem}\`` : ''
    return `contains \`${first.label}\`, ${expected}${remedy}`
  }
  if (text.includes('-----BEGIN')) {
    return 'has a BEGIN line without its END line. Copy the whole text, with every line'
  }
  return (
    explainBinary(content, kind) ?? `contains no PEM text, which starts with \`-----BEGIN ${kind}\``
  )
}

const conversions = {
  CERTIFICATE: {
    der: 'openssl x509 -inform der -in certificate.cer -out certificate.pem',
    pkcs12: 'openssl pkcs12 -in store.p12 -nokeys -out certificate.pem'
  },
  'PRIVATE KEY': {
    der: 'openssl pkey -inform der -in key.der -out key.pem',
    pkcs12: 'openssl pkcs12 -in store.p12 -nocerts -nodes -out key.pem'
  }
}

const pkcs7ToPem = 'openssl pkcs7 -print_certs -in chain.p7b -out chain.pem'
const keystoreToPkcs12 =
  'keytool -importkeystore -srckeystore store.jks -destkeystore store.p12 -deststoretype pkcs12'

function explainBinary(content: Buffer, kind: Kind): string | undefined {
  const { der, pkcs12 } = conversions[kind]
  if (content.subarray(0, 4).toString('hex') === 'feedfeed') {
    return `is a Java keystore. Convert it: \`${keystoreToPkcs12}\`, then \`${pkcs12}\``
  }
  // ASN.1: a SEQUENCE and its length, then what it starts with.
  const start = content.subarray(0, 9).toString('hex')
  const parts = /^30(?:80|81..|82.{4}|83.{6}|84.{8})(30|06|02.{4})|^30[0-7].(02.{4})/.exec(start)
  const first = parts?.[1] ?? parts?.[2]
  if (first === undefined) {
    return undefined
  }
  if (first === '020103') {
    return `is PKCS#12, not PEM. Convert it: \`${pkcs12}\``
  }
  const isChain = first === '06' && kind === 'CERTIFICATE'
  const command = isChain ? pkcs7ToPem.replace(' -in', ' -inform der -in') : der
  return `is in DER form, not PEM. Convert it: \`${command}\``
}
