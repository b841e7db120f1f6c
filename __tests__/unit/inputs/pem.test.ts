import { afterAll, describe, expect, test } from '@jest/globals'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  isFilePath,
  isKeyOfCertificate,
  readCertificates,
  PemError,
  readPrivateKey
} from '../../../src/inputs/pem.ts'
import { makeAuthority } from '../../../tools/certificates.ts'

const authority = await makeAuthority('Test CA')
const [certificate, key] = [authority.cert.trim(), authority.key.trim()]
const other = (await makeAuthority('Other CA')).cert.trim()
const publicKey = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'
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

function encryptedKey(type: 'pkcs8' | 'pkcs1'): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  const options = { cipher: 'aes-256-cbc', passphrase: 'secret', format: 'pem' } as const
  return privateKey.export({ ...options, type }).toString()
}

const der = (pem: string): Buffer =>
  Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')

/** How files begin that `openssl pkcs12`, Windows, `keytool` and `openssl crl2pkcs7` write. */
const beginnings = {
  pkcs12: Buffer.from('30820939020103308208ff06092a864886f70d010701', 'hex'),
  pkcs12OfWindows: Buffer.from('3080020103308006092a864886f70d010701', 'hex'),
  javaKeystore: Buffer.from('feedfeed0000000200000001', 'hex'),
  pkcs7: Buffer.from('3082032b06092a864886f70d010702', 'hex')
}

describe('PEM as people paste it', () => {
  const changes: { name: string; change: (pem: string) => string }[] = [
    { name: 'as it is', change: pem => pem },
    { name: 'indented', change: pem => pem.replaceAll(/^/gm, '  \t') },
    { name: 'with Windows line ends', change: pem => pem.replaceAll('\n', '\r\n') },
    { name: 'with spaces for line ends', change: pem => pem.replaceAll('\n', ' ') },
    { name: 'without line ends', change: pem => pem.replaceAll('\n', '') },
    { name: 'with literal \\n', change: pem => pem.replaceAll('\n', '\\n') },
    { name: 'with literal \\r\\n', change: pem => pem.replaceAll('\n', '\\r\\n') },
    { name: 'as a JSON string', change: pem => JSON.stringify(pem) },
    { name: 'as a JSON string in JSON', change: pem => JSON.stringify(JSON.stringify(pem)) },
    { name: 'in base64', change: pem => btoa(pem) },
    { name: 'in base64 with line ends', change: pem => btoa(pem).replaceAll(/.{76}/g, '$&\n') },
    { name: 'in base64 with literal \\n', change: pem => btoa(pem).replaceAll(/.{76}/g, '$&\\n') },
    { name: 'with text around', change: pem => `Bag Attributes\n${pem}\n\nend` },
    { name: 'with other blocks', change: pem => `${publicKey}\n${pem}\n${publicKey}` }
  ]

  test.each(changes)('a certificate is read $name', ({ change }) => {
    expect(readCertificates(change(certificate))).toEqual([certificate])
  })

  test.each(changes)('a key is read $name', ({ change }) => {
    expect(readPrivateKey(change(key))).toBe(key)
  })

  test('certificates are read one by one', () => {
    expect(readCertificates(`${certificate}\n${other}`)).toEqual([certificate, other])
  })

  test.each(['RSA', 'EC'])('a key in the older form of %s is read', kind => {
    const pem =
      kind === 'RSA'
        ? generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({
            type: 'pkcs1',
            format: 'pem'
          })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
            type: 'sec1',
            format: 'pem'
          })

    expect(readPrivateKey(pem.toString())).toContain(`-----BEGIN ${kind} PRIVATE KEY-----`)
  })
})

describe('PEM files', () => {
  test.each([
    { name: 'as text', content: certificate },
    { name: 'as base64', content: btoa(certificate) },
    {
      name: 'as UTF-16, as PowerShell writes it',
      content: Buffer.from(`\ufeff${certificate}`, 'utf16le')
    }
  ])('are read $name', ({ content }) => {
    expect(readCertificates(writeFile('ca.pem', content))).toEqual([certificate])
  })

  test('are found below the home directory', () => {
    const home = os.homedir()
    const file = writeFile('home.pem', certificate)

    expect(readCertificates(`~/${path.relative(home, file)}`)).toEqual([certificate])
  })

  test('are found from the current directory', () => {
    const file = writeFile('relative.pem', certificate)

    expect(readCertificates(path.relative(process.cwd(), file))).toEqual([certificate])
  })

  test('that do not exist are named with the whole path', () => {
    const missing = path.join(folder, 'missing.pem')

    expect(() => readCertificates(missing)).toThrow(
      new PemError(`is neither PEM text nor a file that can be read: \`${missing}\` does not exist`)
    )
  })

  test('that do not exist are named with where a relative path starts', () => {
    expect(() => readCertificates('certificates/ca.pem')).toThrow(
      new PemError(
        'is neither PEM text nor a file that can be read: ' +
          `\`${path.resolve('certificates/ca.pem')}\` does not exist. ` +
          'A relative path starts in the workspace, which is empty before `actions/checkout`'
      )
    )
  })

  test('that are none are named', () => {
    expect(() => readCertificates(folder)).toThrow(/is a directory$|cannot be read \(\w+\)$/)
  })

  test('are named when they cannot be used', () => {
    const file = writeFile('note.txt', 'see the wiki')

    expect(() => readCertificates(file)).toThrow(
      new PemError(
        `names the file \`${file}\`, which contains no PEM text, ` +
          'which starts with `-----BEGIN CERTIFICATE`'
      )
    )
  })
})

describe('a one-line key that is not recognised', () => {
  const base64 = btoa(key)

  test.each([
    { name: 'base64 in quotes', value: `"${base64}"` },
    { name: 'base64 of a data URL', value: `data:application/x-pem-file;base64,${base64}` },
    { name: 'PEM with other dashes', value: key.replaceAll('-----', '—').replaceAll('\n', ' ') }
  ])('is content, which is masked and never quoted: $name', ({ value }) => {
    expect(isFilePath(value)).toBe(false)
    expect(() => readPrivateKey(value)).toThrow(/^contains no PEM text/)
  })

  test('is a path all the same where there is such a file', () => {
    expect(isFilePath(writeFile('"quoted".pem', key))).toBe(true)
  })
})

describe('what is no certificate is named', () => {
  const pkcs7 = '-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----'

  test.each([
    {
      name: 'a private key',
      value: key,
      message:
        'contains a private key, but a certificate is expected here. ' +
        'A private key belongs in `client-key`'
    },
    {
      name: 'a public key',
      value: publicKey,
      message: 'contains `PUBLIC KEY`, but a certificate is expected here'
    },
    {
      name: 'a PKCS#7 chain',
      value: pkcs7,
      message:
        'contains `PKCS7`, but a certificate is expected here. ' +
        'Convert it: `openssl pkcs7 -print_certs -in chain.p7b -out chain.pem`'
    },
    {
      name: 'the first line alone',
      value: '-----BEGIN CERTIFICATE-----',
      message: 'has a BEGIN line without its END line. Copy the whole text, with every line'
    },
    {
      name: 'a certificate with a part missing',
      value: certificate.split('\n').toSpliced(2, 1).join('\n'),
      message: 'contains a PEM block (`CERTIFICATE`) that is cut off or damaged. Copy it again'
    },
    {
      name: 'base64 of DER',
      value: der(certificate).toString('base64'),
      message:
        'is in DER form, not PEM. ' +
        'Convert it: `openssl x509 -inform der -in certificate.cer -out certificate.pem`'
    },
    {
      name: 'base64 of nothing known',
      value: 'A'.repeat(64),
      message: 'contains no PEM text, which starts with `-----BEGIN CERTIFICATE`'
    }
  ])('$name', ({ value, message }) => {
    expect(() => readCertificates(value)).toThrow(new PemError(message))
  })

  test.each([
    {
      file: 'ca.cer',
      content: der(certificate),
      problem:
        'is in DER form, not PEM. ' +
        'Convert it: `openssl x509 -inform der -in certificate.cer -out certificate.pem`'
    },
    {
      file: 'chain.p7b',
      content: beginnings.pkcs7,
      problem:
        'is in DER form, not PEM. ' +
        'Convert it: `openssl pkcs7 -print_certs -inform der -in chain.p7b -out chain.pem`'
    },
    {
      file: 'client.p12',
      content: beginnings.pkcs12,
      problem:
        'is PKCS#12, not PEM. ' +
        'Convert it: `openssl pkcs12 -in store.p12 -nokeys -out certificate.pem`'
    },
    {
      file: 'client.pfx',
      content: beginnings.pkcs12OfWindows,
      problem:
        'is PKCS#12, not PEM. ' +
        'Convert it: `openssl pkcs12 -in store.p12 -nokeys -out certificate.pem`'
    },
    {
      file: 'client.jks',
      content: beginnings.javaKeystore,
      problem:
        'is a Java keystore. Convert it: `keytool -importkeystore -srckeystore store.jks ' +
        '-destkeystore store.p12 -deststoretype pkcs12`, ' +
        'then `openssl pkcs12 -in store.p12 -nokeys -out certificate.pem`'
    }
  ])('the file $file', ({ file, content, problem }) => {
    const written = writeFile(file, content)

    expect(() => readCertificates(written)).toThrow(
      new PemError(`names the file \`${written}\`, which ${problem}`)
    )
  })
})

describe('what is no usable private key is named', () => {
  const encrypted =
    'contains an encrypted private key, and there is no input for its passphrase. ' +
    'Decrypt it: `openssl pkey -in encrypted.pem -out key.pem`'

  test.each([
    { name: 'an encrypted key', value: encryptedKey('pkcs8'), message: encrypted },
    {
      name: 'an encrypted key in the older form',
      value: encryptedKey('pkcs1'),
      message: encrypted
    },
    {
      name: 'an OpenSSH key',
      value: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      message:
        'contains a private key in OpenSSH form, which TLS cannot use. ' +
        'Convert a copy of it: `ssh-keygen -p -m PKCS8 -f key`'
    },
    {
      name: 'a damaged key',
      value: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      message: 'contains a PEM block (`PRIVATE KEY`) that is cut off or damaged. Copy it again'
    },
    {
      name: 'two keys',
      value: `${key}\n${key}`,
      message: 'contains 2 private keys. Keep only one'
    },
    {
      name: 'a certificate',
      value: certificate,
      message:
        'contains a certificate, but a private key is expected here. ' +
        'A certificate belongs in `client-certificate` or `ca-certificate`'
    },
    {
      name: 'base64 of DER',
      value: der(key).toString('base64'),
      message:
        'is in DER form, not PEM. Convert it: `openssl pkey -inform der -in key.der -out key.pem`'
    },
    {
      name: 'base64 of PKCS#12',
      value: Buffer.concat([beginnings.pkcs12, Buffer.alloc(60)]).toString('base64'),
      message:
        'is PKCS#12, not PEM. ' +
        'Convert it: `openssl pkcs12 -in store.p12 -nocerts -nodes -out key.pem`'
    }
  ])('$name', ({ value, message }) => {
    expect(() => readPrivateKey(value)).toThrow(new PemError(message))
  })

  test('a short key in DER form', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const file = writeFile('key.der', privateKey.export({ type: 'pkcs8', format: 'der' }))

    expect(() => readPrivateKey(file)).toThrow('is in DER form')
  })
})

test('a key belongs to its certificate alone', () => {
  expect(isKeyOfCertificate(key, certificate)).toBe(true)
  expect(isKeyOfCertificate(key, other)).toBe(false)
})

test('a clean certificate is the certificate that was given', () => {
  const [read = ''] = readCertificates(certificate.replaceAll('\n', ' '))

  expect(new X509Certificate(read).fingerprint256).toBe(
    new X509Certificate(certificate).fingerprint256
  )
})

describe('isFilePath', () => {
  test.each([
    { name: 'a relative path', value: 'certificates/ca.pem', expected: true },
    { name: 'a path without an extension', value: '/run/secrets/ca', expected: true },
    { name: 'a Windows path with a literal \\n', value: 'C:\\new\\ca.pem', expected: true },
    { name: 'a long path', value: `/${'very-long.'.repeat(10)}pem`, expected: true },
    { name: 'PEM text', value: certificate, expected: false },
    { name: 'PEM text in one line', value: certificate.replaceAll('\n', ' '), expected: false },
    { name: 'base64', value: btoa(key), expected: false },
    {
      name: 'base64 with literal \\n',
      value: btoa(key).replaceAll(/.{50}/g, '$&\\n'),
      expected: false
    },
    {
      name: 'the beginning of a key',
      value: der(key).toString('base64').slice(0, 40),
      expected: false
    },
    { name: 'several lines', value: 'one.pem\ntwo.pem', expected: false },
    { name: 'more than any path', value: `${'x/'.repeat(2_048)}.pem`, expected: false }
  ])('of $name is $expected', ({ value, expected }) => {
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
