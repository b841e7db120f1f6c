import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { startSimulator } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY } from './paths.ts'

test('1,000 deployments, 50 at once, over 50 connections', async () => {
  await using simulator = await startSimulator({ deployMs: 20 })
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })

  const deploy = (): Promise<unknown> => ask(simulator, 'POST', DEPLOY, { client: { agent } })
  await Promise.all(Array.from({ length: 1_000 }, deploy))
  agent.destroy()

  const group = simulator.world.projects['Payments']?.groups['PaymentAPIGroup']
  const connections = new Set(simulator.requests.map(request => request.connection))
  expect(simulator.deployments).toHaveLength(1_000)
  expect(group?.revision).toBe(1_003)
  expect(simulator.maxInFlight).toBeGreaterThanOrEqual(10)
  expect(simulator.maxInFlight).toBeLessThanOrEqual(50)
  expect(connections).toEqual(new Set(Array.from({ length: 50 }, (_, index) => index + 1)))
})

test('TLS demands a client certificate where it is told to', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  await using simulator = await startSimulator({ tls: { key, cert, clientAuthority: cert } })
  const trusting = { ca: cert, checkServerIdentity: () => undefined }

  await expect(ask(simulator, 'POST', DEPLOY, { client: trusting })).rejects.toThrow()
  const requestsWithout = simulator.requests.length
  const { status } = await ask(simulator, 'POST', DEPLOY, { client: { ...trusting, key, cert } })

  expect(requestsWithout).toBe(0)
  expect(status).toBe(200)
})

test('a reset under TLS is one of TCP', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  await using simulator = await startSimulator({ tls: { key, cert } })
  simulator.injectFault({ delivery: 'reset' })

  const client = { ca: cert, checkServerIdentity: () => undefined }
  const outcome = ask(simulator, 'POST', DEPLOY, { client })

  await expect(outcome).rejects.toMatchObject({ code: 'ECONNRESET', message: 'read ECONNRESET' })
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
