import type { LookupAddress, LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createAgent } from '../../../src/apinizer/agent.ts'
import { addHostNames } from '../../support/host-names.ts'
import { findClosedPort, startSocketServer } from '../../support/socket-server.ts'

// How requests fare with it is in http.test.ts, tls.test.ts and http-proxy.test.ts.
let names: Disposable
beforeAll(() => {
  names = addHostNames({
    'one.test': ['127.0.0.1'],
    'several.test': ['127.0.0.3', '127.0.0.2']
  })
})
afterAll(() => {
  names[Symbol.dispose]()
})

/** The addresses that an agent finds for the name in its URL. */
async function lookUp(host: string, port: number, options: LookupOptions = { all: true }) {
  const url = new URL(`http://${host}:${port}`)
  const agent = createAgent({ url, caCertificates: [] }, false)
  const { options: agentOptions } = agent as unknown as { options: { lookup: LookupFunction } }
  return new Promise<string | LookupAddress[]>((resolve, reject) => {
    agentOptions.lookup(host, options, (error, addresses) => {
      if (error === null) {
        resolve(addresses)
      } else {
        reject(error)
      }
    })
  })
}

// Only Linux and Windows have the whole network 127.0.0.0/8.
const testNetwork = process.platform === 'darwin' ? test.skip : test

describe('the lookup of an agent', () => {
  testNetwork('gives the one address that accepts, so that Node gives none up', async () => {
    await using server = await startSocketServer(() => undefined, { host: '127.0.0.2' })

    const found = await lookUp('several.test', server.port)

    expect(found).toEqual([{ address: '127.0.0.2', family: 4 }])
  })

  testNetwork('gives that address also to one who asks for one', async () => {
    await using server = await startSocketServer(() => undefined, { host: '127.0.0.2' })

    expect(await lookUp('several.test', server.port, {})).toBe('127.0.0.2')
  })

  testNetwork('gives all addresses when none accepts, for Node to say why', async () => {
    const found = await lookUp('several.test', await findClosedPort())

    expect(found).toEqual([
      { address: '127.0.0.3', family: 4 },
      { address: '127.0.0.2', family: 4 }
    ])
  })

  test('does not connect to a single address', async () => {
    await using server = await startSocketServer(() => undefined)

    const found = await lookUp('one.test', server.port)

    expect(found).toEqual([{ address: '127.0.0.1', family: 4 }])
    expect(server.connections).toEqual([])
  })

  test('rejects a name that is not known', async () => {
    await expect(lookUp('manager.invalid', 80)).rejects.toThrow('manager.invalid')
  })
})
