import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { help, parseCommandLine } from '../../simulator/command-line.ts'
import { parseWorld } from '../../simulator/config.ts'
import { changePods } from '../../simulator/pod-changes.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { demoToken, seededWorld } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'

const folder = fileURLToPath(new URL('../../simulator/', import.meta.url))
const pod = 'production/worker-production-1'

test('options of the server', () => {
  const args = '--host 0.0.0.0 --port 0 --edition first --deploy-ms 50 --records joined'

  expect(parseCommandLine([]).options).toEqual({ port: 8080, deployMs: 0, records: 'separate' })
  expect(parseCommandLine(args.split(' '))).toMatchObject({
    options: { port: 0, host: '0.0.0.0', edition: 'first', deployMs: 50, records: 'joined' },
    faults: []
  })
})

test.each([
  { args: '--lose-response close', fault: { delivery: 'close', commits: true } },
  { args: '--gateway nginx-504', fault: { gateway: 'nginx-504' } },
  { args: '--refuse 401 --call any', fault: { refusal: 401, on: { call: 'any' } } },
  {
    args: '--refuse 409 --group A --group B --environment test',
    fault: { refusal: 409, on: { group: ['A', 'B'], environment: 'test' } }
  }
])('fault: $args', ({ args, fault }) => {
  const { faults } = parseCommandLine(args.split(' '))

  expect(faults).toEqual([{ times: Infinity, on: {}, ...fault }])
})

test.each([
  { args: ['--fail-pod', pod], expected: { failing: 'Connection refused by worker' } },
  { args: ['--fail-pod', `${pod}=Disk = full`], expected: { failing: 'Disk = full' } },
  {
    args: ['--orphan', pod, '--stale', `${pod}=1`, '--stale', 'test/worker-test-1=2'],
    expected: { keepsServing: true, staleMs: 1 }
  }
])('pod: $args', ({ args, expected }) => {
  const world = seededWorld()

  changePods(world, parseCommandLine(args).podChanges)

  const pods = world.projects['Payments']?.environments['production']?.pods
  expect(pods).toEqual([
    { name: 'worker-production-1', ip: '10.0.2.11', ...expected },
    { name: 'worker-production-2', ip: '10.0.2.12' }
  ])
})

test.each([
  { args: '--port x', expected: '--port takes a whole number from 0 to 65535' },
  { args: '--gateway 418', expected: /^--gateway takes one of nginx-502, .* cache$/ },
  { args: '--refuse 400 --call x', expected: /^--call takes one of any, deploy/ },
  { args: '--fail-pod production', expected: /^--fail-pod takes <environment>\/<pod>/ },
  { args: `--stale ${pod}`, expected: '--stale takes a whole number from 0 to 86400000' },
  { args: '--times 3', expected: /need --refuse or another fault$/ },
  { args: '--nope', expected: /Unknown option '--nope'/ },
  { args: 'nope', expected: /Unexpected argument 'nope'/ }
])('mistake: $args', ({ args, expected }) => {
  expect(() => parseCommandLine(args.split(' '))).toThrow(expected)
})

test('mistake: a pod that does not exist', () => {
  const { podChanges } = parseCommandLine(['--orphan', 'test/x'])

  expect(() => {
    changePods(seededWorld(), podChanges)
  }).toThrow(/^--orphan: there is no pod test\/x; there are test\/worker-test-1, test/)
})

describe('a configuration file', () => {
  test('the example is a world, with the demo tokens', () => {
    const world = parseWorld(readFileSync(`${folder}world.example.json`, 'utf8'))

    expect(Object.keys(world.tokens)).toContain(demoToken)
    expect(world.projects).toMatchObject({
      Shop: {
        environments: {
          test: { type: 'TEST', pods: [{ name: 'worker-test-1', ip: '10.0.0.11' }, {}] },
          production: {
            type: 'PRODUCTION',
            accessUrl: 'https://api.shop.example',
            pods: [{ name: 'worker-1', ip: '10.0.1.11' }, { ip: '10.0.1.12' }, {}]
          }
        },
        groups: {
          Orders: { proxies: ['orders', 'returns'], deployed: {}, revision: 0 },
          Catalog: { proxies: ['catalog'], deployed: { test: {} }, revision: 1 }
        }
      },
      Warehouse: { environments: { test: {} }, groups: { Stock: { proxies: ['Stock-api'] } } }
    })
  })

  test.each([
    { json: '{', expected: /^The file is not JSON: / },
    { json: '{"projects": {}}', expected: 'projects: expected at least one project' },
    { json: '{"x": 1}', expected: 'The file: x is unknown; expected one of projects' },
    { json: '{"projects": {"A": []}}', expected: 'projects.A: expected an object' },
    {
      json: '{"projects": {"A": {"groups": {"G": ["x", 1]}}}}',
      expected: 'projects.A.groups.G.proxies[1]: expected a text'
    },
    {
      json: '{"projects": {"A": {"groups": {"G": {"deployed": ["test"]}}}}}',
      expected: 'projects.A.groups.G.deployed: the project has no environment test'
    }
  ])('$json', ({ json, expected }) => {
    expect(() => parseWorld(json)).toThrow(expected)
  })
})

describe('the command', () => {
  /** Starts the command; `output` grows with what it prints. */
  function run(...args: string[]) {
    const child = spawn(process.execPath, [`${folder}start.ts`, ...args], { stdio: 'pipe' })
    const output = { text: '' }
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output.text += chunk.toString()))
    }
    return { child, output }
  }

  test('serves the world of a file over TLS until it is told to end, with a fault', async () => {
    const config = ['--config', `${folder}world.example.json`]
    const { child, output } = run(...config, '--tls', '--port', '0', '--refuse', '409')
    while (!output.text.includes('Ctrl-C')) {
      await once(child.stdout, 'data')
    }
    const url = /https:\S+/.exec(output.text)?.[0] ?? ''
    const ca = readFileSync(/CA +(.+)/.exec(output.text)?.[1] ?? '')
    const path = '/apiops/projects/Shop/apiProxyGroups/Orders/environments/test/'

    const { status } = await ask({ url }, 'POST', path, { client: { ca } })
    child.kill('SIGTERM')
    const [code] = (await once(child, 'close')) as [number | null]

    // Windows has no signals: the process just ends there.
    expect([status, code]).toEqual([409, process.platform === 'win32' ? null : 0])
    expect(output.text).toContain(`POST ${path} -> 409`)
  })

  test('names a port that is in use', async () => {
    await using simulator = await startSimulator()
    const { port } = new URL(simulator.url)

    const { child, output } = run('--port', port)
    await once(child, 'close')

    expect(output.text).toContain(`Port ${port} is in use. Use --port for another one`)
  })

  test.each([
    { name: 'prints its options', args: ['--help'], code: 0, expected: help },
    { name: 'names a wrong option', args: ['--port', 'x'], code: 1, expected: '--port takes a' },
    {
      name: 'names a file that is no world',
      args: ['--config', fileURLToPath(new URL('../../package.json', import.meta.url))],
      code: 1,
      expected: 'package.json: The file: name is unknown'
    }
  ])('$name', async ({ args, code, expected }) => {
    const { child, output } = run(...args)

    expect(await once(child, 'close')).toMatchObject([code, null])
    expect(output.text).toContain(expected)
  })
})
