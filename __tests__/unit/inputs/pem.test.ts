import { afterAll, describe, expect, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  isFilePath,
  isKeyOfCertificate,
  readCertificates,
  readPrivateKey
} from '../../../src/inputs/pem.ts'
import { makeAuthority } from '../../../tools/certificates.ts'

const authority = await makeAuthority('Test CA')
const [certificate, key] = [authority.cert.trim(), authority.key.trim()]
const other = (await makeAuthority('Other CA')).cert.trim()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pem-'))

afterAll(() => {
  fs.rmSync(folder, { recursive: true })
})

/** Writes a file and gives its path. */
function writeFile(name: string, content: string | Buffer): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, content)
  return file
}

const block = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----`
const der = (pem: string): Buffer =>
  Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
const toUtf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

describe('what people paste is read', () => {
  const changes: { name: string; change: (pem: string) => string }[] = [
    { name: 'as it is', change: pem => pem },
    { name: 'indented', change: pem => pem.replaceAll(/^/gm, '  \t') },
    {
      name: 'with a byte order mark and CRLF',
      change: pem => `\ufeff${pem}`.replace(/\n/g, '\r\n')
    },
    { name: 'with spaces for line ends', change: pem => pem.replaceAll('\n', ' ') },
    { name: 'without line ends', change: pem => pem.replaceAll('\n', '') },
    { name: 'with literal \\r\\n', change: pem => pem.replaceAll('\n', '\\r\\n') },
    { name: 'as a JSON string in JSON', change: pem => JSON.stringify(JSON.stringify(pem)) },
    { name: 'with text around', change: pem => `Bag Attributes\n${pem}\n\nend` },
    { name: 'with other blocks', change: pem => `${block('PUBLIC KEY')}\n${pem}` },
    { name: 'in base64', change: pem => btoa(pem) },
    { name: 'in base64 in lines', change: pem => btoa(pem).replaceAll(/.{76}/g, '$&\n') },
    { name: 'in base64 with \\n', change: pem => btoa(pem).replaceAll(/.{76}/g, '$&\\n') },
    { name: 'in base64 of DER', change: pem => der(pem).toString('base64') },
    { name: 'in a file', change: pem => writeFile('text.pem', pem) },
    {
      name: 'in a file in base64 in UTF-16',
      change: pem => writeFile('utf16.base64', toUtf16(btoa(pem)))
    },
    { name: 'in a file in DER', change: pem => writeFile('binary.der', der(pem)) }
  ]

  test.each(changes)('$name', ({ change }) => {
    expect(readCertificates(change(certificate))).toEqual([certificate])
    expect(readPrivateKey(change(key))).toBe(key)
  })

  test('certificates one by one', () => {
    expect(readCertificates(`${certificate}\n${other}`)).toEqual([certificate, other])
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  test.each([
    { label: 'RSA', pem: rsa.export({ type: 'pkcs1', format: 'pem' }).toString() },
    { label: 'EC', pem: ec.export({ type: 'sec1', format: 'pem' }).toString() }
  ])('a key in the older form of $label, as PEM and as DER', ({ label, pem }) => {
    expect(pem).toContain(`-----BEGIN ${label} PRIVATE KEY-----`)
    expect(readPrivateKey(pem)).toBe(pem.trim())
    expect(readPrivateKey(der(pem).toString('base64'))).toBe(pem.trim())
  })

  test('a short key in DER', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const content = privateKey.export({ type: 'pkcs8', format: 'der' })

    expect(der(readPrivateKey(content.toString('base64')))).toEqual(content)
  })

  test.each([
    { name: 'the home directory', from: os.homedir(), before: '~/' },
    { name: 'the current directory', from: process.cwd(), before: '' }
  ])('a file below $name', ({ from, before }) => {
    const file = writeFile('ca.pem', certificate)

    expect(readCertificates(before + path.relative(from, file))).toEqual([certificate])
  })
})

describe('what cannot be read is refused', () => {
  const encrypted = (type: 'pkcs8' | 'pkcs1') =>
    generateKeyPairSync('rsa', { modulusLength: 1_024 })
      .privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString()

  test.each([
    { name: 'a key', value: key, keyword: 'contains a private key' },
    { name: 'a public key', value: block('PUBLIC KEY'), keyword: 'cannot be read' },
    { name: 'the first line', value: '-----BEGIN CERTIFICATE-----', keyword: 'cannot be read' },
    {
      name: 'a part of it missing',
      value: certificate.split('\n').toSpliced(2, 1).join('\n'),
      keyword: 'cannot be read'
    },
    {
      name: 'one of two damaged',
      value: certificate + block('CERTIFICATE') + key,
      keyword: 'cannot be read'
    },
    { name: 'other base64', value: 'A'.repeat(64), keyword: 'cannot be read' },
    { name: 'a key in DER', value: der(key).toString('base64'), keyword: 'cannot be read' }
  ])('for a certificate: $name', ({ value, keyword }) => {
    expect(() => readCertificates(value)).toThrow(keyword)
  })

  test.each([
    { name: 'a certificate', value: certificate, keyword: 'contains a certificate' },
    { name: 'an encrypted key', value: encrypted('pkcs8'), keyword: 'encrypted' },
    { name: 'an encrypted key of old', value: encrypted('pkcs1'), keyword: 'encrypted' },
    { name: 'a damaged key', value: block('PRIVATE KEY'), keyword: 'cannot be read' },
    { name: 'an OpenSSH key', value: block('OPENSSH PRIVATE KEY'), keyword: 'cannot be read' },
    { name: 'two keys', value: `${key}\n${key}`, keyword: '2 private keys' }
  ])('for a key: $name', ({ value, keyword }) => {
    expect(() => readPrivateKey(value)).toThrow(keyword)
  })

  const missing = path.join(folder, 'missing.pem')
  const note = writeFile('note.txt', 'see the wiki')
  test.each([
    { value: missing, keywords: [missing, 'does not exist', 'host’s path'] },
    ...['$HOME/ca.pem', '${HOME}/ca.pem', '%HOME%\\ca.pem', '$env:HOME/ca.pem'].map(value => ({
      value,
      keywords: [path.resolve(value), 'does not exist', 'not expanded']
    })),
    { value: 'certificates/ca.pem', keywords: [path.resolve('certificates/ca.pem'), 'checkout'] },
    { value: folder, keywords: [folder, 'cannot be read'] },
    { value: note, keywords: [note, 'cannot be read as a certificate'] }
  ])('a file is named: $value', ({ value, keywords }) => {
    for (const keyword of keywords) {
      expect(() => readCertificates(value)).toThrow(keyword)
    }
  })
})

test('a key belongs to its certificate alone', () => {
  expect(isKeyOfCertificate(key, certificate)).toBe(true)
  expect(isKeyOfCertificate(key, other)).toBe(false)
})

describe('isFilePath', () => {
  test.each([
    { name: 'a relative path', value: 'certificates/ca.pem', expected: true },
    { name: 'a path without an extension', value: '/run/secrets/ca', expected: true },
    { name: 'a Windows path with a literal \\n', value: 'C:\\new\\ca.pem', expected: true },
    { name: 'a long path', value: `/${'very-long.'.repeat(10)}pem`, expected: true },
    { name: 'an unlikely path of a file', value: writeFile('"a".pem', key), expected: true },
    { name: 'PEM in one line', value: certificate.replaceAll('\n', ' '), expected: false },
    { name: 'base64', value: btoa(key), expected: false },
    { name: 'base64 with \\n', value: btoa(key).replaceAll(/.{50}/g, '$&\\n'), expected: false },
    { name: 'base64 in quotes', value: `"${btoa(key)}"`, expected: false },
    {
      name: 'a data URL',
      value: `data:application/x-pem-file;base64,${btoa(key)}`,
      expected: false
    },
    { name: 'PEM with other dashes', value: key.replace(/-----|\n/g, '—'), expected: false },
    { name: 'a key’s beginning', value: der(key).toString('base64').slice(0, 40), expected: false },
    { name: 'several lines', value: 'one.pem\ntwo.pem', expected: false },
    { name: 'more than any path', value: `${'x/'.repeat(2_048)}.pem`, expected: false }
  ])('of $name is $expected, so that no secret is quoted', ({ value, expected }) => {
    expect(isFilePath(value)).toBe(expected)
  })

  test('is true of a file whose path looks like base64', () => {
    const name = `M${'a'.repeat(80)}`
    const workspace = process.cwd()
    writeFile(name, certificate)

    process.chdir(folder)
    try {
      expect(isFilePath(name)).toBe(true)
    } finally {
      process.chdir(workspace)
    }
  })
})
