import { generate } from 'selfsigned'

type Generation = Required<Parameters<typeof generate>>
type Extension = NonNullable<Generation[1]['extensions']>[number]
type AlternativeName = Extract<Extension, { name: 'subjectAltName' }>['altNames'][number]

/** A certificate and its private key, both PEM. */
export type KeyPair = { cert: string; key: string }

/** What to put into a certificate; without host and ip it is for localhost and 127.0.0.1. */
type CertificateOptions = {
  host?: string
  ip?: string
  /** Its last day was yesterday. */
  expired?: boolean
  /** For a client to show, not for a server. */
  client?: boolean
  name?: string
}

/** A certificate authority that lives as long as the test. */
export type Authority = KeyPair & { issue(options?: CertificateOptions): Promise<KeyPair> }

const day = 24 * 60 * 60 * 1000

/**
 * Makes a throw-away certificate authority.
 * @param name its common name
 * @returns its own certificate and key, and `issue`, which signs certificates for servers and clients
 */
export async function makeAuthority(name: string): Promise<Authority> {
  const own = await makePair(name, {
    notBeforeDate: daysFromNow(-30),
    extensions: authorityExtensions
  })
  return { ...own, issue: options => issue(own, options) }
}

function issue(ca: KeyPair, options: CertificateOptions = {}): Promise<KeyPair> {
  return makePair(options.name ?? options.host ?? options.ip ?? 'localhost', {
    notBeforeDate: daysFromNow(-10),
    notAfterDate: daysFromNow(options.expired ? -1 : 10),
    extensions: leafExtensions(options),
    ca
  })
}

async function makePair(name: string, options: Generation[1]): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    ...options
  })
  return { cert: made.cert, key: made.private }
}

const authorityExtensions: Extension[] = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
]

function leafExtensions(options: CertificateOptions): Extension[] {
  const client = options.client ?? false
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', clientAuth: client, serverAuth: !client },
    { name: 'subjectAltName', altNames: alternativeNames(options) }
  ]
}

function alternativeNames({ host, ip }: CertificateOptions): AlternativeName[] {
  if (host === undefined && ip === undefined) {
    return alternativeNames({ host: 'localhost', ip: '127.0.0.1' })
  }
  return [
    ...(host === undefined ? [] : [{ type: 2 as const, value: host }]),
    ...(ip === undefined ? [] : [{ type: 7 as const, ip }])
  ]
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * day)
}
