import { createPrivateKey, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { InvalidValue } from './parsers.ts'

type Kind = 'CERTIFICATE' | 'PRIVATE KEY'

/** A PEM block: what its BEGIN line names, and what stands between BEGIN and END. */
interface Block {
  label: string
  body: string
}

/**
 * Reads all certificates in an input; other PEM blocks are ignored.
 * @param value PEM text as people paste it, base64 of PEM or DER, or the path of a file with either or with DER
 * @returns at least one certificate, each as clean PEM
 * @throws InvalidValue when a certificate cannot be read, or there is none
 */
export function readCertificates(value: string): string[] {
  return readBlocks(value, 'CERTIFICATE')
}

/**
 * Reads the private key in an input; other PEM blocks are ignored.
 * @param value as for `readCertificates`
 * @returns the key as clean PEM
 * @throws InvalidValue when it cannot be read, or there is none
 */
export function readPrivateKey(value: string): string {
  const [key = '', ...others] = readBlocks(value, 'PRIVATE KEY')
  if (others.length > 0) {
    throw new InvalidValue(`contains ${others.length + 1} private keys. Keep only one`)
  }
  return key
}

/** Whether a private key is that of a certificate; both as clean PEM. */
export function isKeyOfCertificate(key: string, certificate: string): boolean {
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
  const looksLikePath = /^[\p{L}\p{N}_ ./\\:~@+()-]*$/u.test(value.replace(shellVariable, ''))
  return (looksLikePath && !isBase64) || fs.existsSync(resolvePath(value))
}

/** A variable of a shell that a path begins with. */
const shellVariable = /^(?:\$\w+|\$\{\w+\}|%\w+%|\$env:\w+)(?=[/\\])/i

function readBlocks(value: string, kind: Kind): string[] {
  const isPath = isFilePath(value)
  const content = decodeBase64(isPath ? readFile(value) : Buffer.from(value))
  const blocks = findBlocks(toText(content))
  const wanted = blocksOf(kind, blocks)
  const pems = wanted.length > 0 ? wanted.map(toCleanPem) : listDerReadings(content, kind)
  if (pems.length === 0 || !pems.every(canBeRead)) {
    const subject = isPath ? `names the file \`${resolvePath(value)}\`, which ` : ''
    throw new InvalidValue(subject + explainUnusable(blocks, kind))
  }
  return pems
}

function resolvePath(value: string): string {
  return path.resolve(value.replace(/^~(?=[/\\])/, () => os.homedir()))
}

function readFile(value: string): Buffer {
  const file = resolvePath(value)
  try {
    return fs.readFileSync(file)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    const problem = code === 'ENOENT' ? explainMissing(value) : `cannot be read (${code})`
    throw new InvalidValue(
      `is neither PEM text nor a file that can be read: \`${file}\` ${problem}`
    )
  }
}

function explainMissing(value: string): string {
  if (shellVariable.test(value)) {
    return 'does not exist. Variables of a shell are not expanded here: use `${{ }}`'
  }
  return /^(?:[~/\\]|[a-z]:)/i.test(value)
    ? 'does not exist. In a job with `container:`, `${{ github.workspace }}` is the host’s path: ' +
        'write the path as it is below the workspace'
    : 'does not exist. A relative path starts in the workspace, which is empty before `actions/checkout`'
}

/** What base64 of a whole file contains; any other content as it is. */
function decodeBase64(content: Buffer): Buffer {
  const compact = toText(content).replaceAll(/\\+[rn]|\s/g, '')
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

/** The blocks of a kind; that of a key may be an `EC PRIVATE KEY`. */
function blocksOf(kind: Kind, blocks: readonly Block[]): Block[] {
  return blocks.filter(({ label }) => label === kind || label.endsWith(` ${kind}`))
}

function toCleanPem({ label, body }: Block): string {
  const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

/** DER as PEM, if it is of the kind that is wanted: its forms have labels of their own. */
function listDerReadings(content: Buffer, kind: Kind): string[] {
  const forms = kind === 'CERTIFICATE' ? [''] : ['', 'RSA ', 'EC ']
  const body = content.toString('base64')
  const pem = forms.map(form => toCleanPem({ label: form + kind, body })).find(canBeRead)
  return pem === undefined ? [] : [pem]
}

function canBeRead(pem: string): boolean {
  try {
    if (pem.includes('CERTIFICATE-----')) {
      new X509Certificate(pem)
    } else {
      createPrivateKey(pem)
    }
    return true
  } catch {
    return false
  }
}

const names = { CERTIFICATE: 'certificate', 'PRIVATE KEY': 'private key' }

function explainUnusable(blocks: readonly Block[], kind: Kind): string {
  const wanted = blocksOf(kind, blocks)
  const other: Kind = kind === 'CERTIFICATE' ? 'PRIVATE KEY' : 'CERTIFICATE'
  if (wanted.length === 0 && blocksOf(other, blocks).length > 0) {
    return `contains a ${names[other]}, but a ${names[kind]} is expected here`
  }
  if (wanted.some(({ label, body }) => /ENCRYPTED/.test(label + body))) {
    return (
      'contains an encrypted private key, and there is no input for its passphrase. ' +
      'Decrypt it: `openssl pkey -in encrypted.pem -out key.pem`'
    )
  }
  return (
    `cannot be read as a ${names[kind]}. It must be complete, in PEM or DER form; ` +
    'convert other forms, such as PKCS#12, with `openssl`'
  )
}
