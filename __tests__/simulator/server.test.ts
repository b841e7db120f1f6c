import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { startSimulator } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { paymentGroup } from '../support/seeded-world.ts'
import { DEPLOY } from './paths.ts'

test('500 deployments, 50 at once, over 50 connections', async () => {
  await using simulator = await startSimulator({ deployMs: 20 })
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })

  const client = { agent, timeout: 60_000 }
  const deploy = (): Promise<unknown> => ask(simulator, 'POST', DEPLOY, { client })
  await Promise.all(Array.from({ length: 500 }, deploy))
  agent.destroy()

  const connections = new Set(simulator.requests.map(request => request.connection))
  expect(simulator.deployments).toHaveLength(500)
  expect(paymentGroup(simulator).revision).toBe(503)
  expect(simulator.maxInFlight).toBeGreaterThan(1)
  expect(simulator.maxInFlight).toBeLessThanOrEqual(50)
  expect(connections).toEqual(new Set(Array.from({ length: 50 }, (_, index) => index + 1)))
})

test('health needs no token, also under a path prefix', async () => {
  await using simulator = await startSimulator({ pathPrefix: '/manager' })
  const path = '/apiops/test/healthcheck'

  const { status, text } = await ask(simulator, 'GET', path, { token: undefined })

  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/manager$/)
  expect([status, text]).toEqual([200, 'OK'])
  expect(simulator.requests).toMatchObject([{ path: `/manager${path}`, call: 'health', body: '' }])
})

test('TLS demands a client certificate where it is told to', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  await using simulator = await startSimulator({ tls: { key, cert, clientAuthority: cert } })
  const trusting = { ca: cert, checkServerIdentity: () => undefined }

  await expect(ask(simulator, 'POST', DEPLOY, { client: trusting })).rejects.toThrow()
  const requestsWithout = simulator.requests.length
  const { status } = await ask(simulator, 'POST', DEPLOY, { client: { ...trusting, key, cert } })

  expect([requestsWithout, status]).toEqual([0, 200])
})

test('closing does not wait for a request that hangs', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ delivery: 'silence' })

  const outcome = expect(ask(simulator, 'POST', DEPLOY)).rejects.toThrow('hang up')
  while (simulator.requests.length === 0) {
    await wait(5)
  }
  await simulator.close()

  await outcome
})
