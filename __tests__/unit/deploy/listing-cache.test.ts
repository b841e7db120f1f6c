import { expect, test } from '@jest/globals'
import { startSimulator } from '../../../simulator/simulator.ts'
import { createRunContext, listCalls } from '../../support/run-context.ts'

test('each list is requested once, also while its request is in progress', async () => {
  await using manager = await startSimulator()
  const { listings } = createRunContext(manager)

  const [one, other] = await Promise.all([
    listings.listGroupEnvironments('PaymentAPIGroup'),
    listings.listGroupEnvironments('PaymentAPIGroup')
  ])
  await listings.listGroupEnvironments('PayoutAPIGroup')
  await listings.listEnvironments()
  await listings.listEnvironments()

  expect(one).toBe(other)
  expect(listCalls(manager)).toEqual(['environments', 'environments', 'project-environments'])
  expect(manager.requests.map(({ path }) => path)).toEqual([
    expect.stringContaining('/PaymentAPIGroup/'),
    expect.stringContaining('/PayoutAPIGroup/'),
    '/apiops/projects/Payments/environments/'
  ])
})

test('a list that failed is not requested again', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: { call: 'environments' }, refusal: 500 })
  const { listings } = createRunContext(manager)

  const one = await listings.listGroupEnvironments('PaymentAPIGroup')
  const other = await listings.listGroupEnvironments('PaymentAPIGroup')

  expect([one.ok, other.ok]).toEqual([false, false])
  expect(listCalls(manager)).toEqual(['environments'])
})

test('the limits of the first call count', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: { call: 'any' }, gateway: 'nginx-502' })
  const { listings } = createRunContext(manager)

  const result = await listings.listEnvironments({ retryTimeoutMs: 60 })

  expect(result.ok).toBe(true)
  expect(listCalls(manager)).toEqual(['project-environments', 'project-environments'])
})
