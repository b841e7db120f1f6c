import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { describeOptions, parseCommandLine } from '../../simulator/command-line.ts'
import { parseWorld } from '../../simulator/config.ts'
import { changePods } from '../../simulator/pod-changes.ts'
import { demoToken, seededWorld } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'

const folder = fileURLToPath(new URL('../../simulator/', import.meta.url))
const pod = 'production/worker-production-1'

describe('options of the server', () => {
  test.each([
    { args: '', expected: { port: 8080 } },
    { args: '--port 0 --host 0.0.0.0', expected: { port: 0, host: '0.0.0.0' } },
    { args: '--edition first --deploy-ms 50', expected: { edition: 'first', deployMs: 50 } },
    { args: '--path-prefix /manager', expected: { pathPrefix: '/manager' } },
    { args: '--history off --route-health on', expected: { history: false, routeHealth: true } },
    {
      args: '--history-limit 2 --record-failures',
      expected: { historyLimit: 2, recordFailures: true }
    },
    { args: '--nulls --shape nested', expected: { nulls: true, deploymentShape: 'nested' } }
  ])('$args', ({ args, expected }) => {
    const { options, faults } = parseCommandLine(args.split(' ').filter(Boolean))

    expect(options).toEqual({ port: 8080, ...expected })
    expect(faults).toEqual([])
  })
})

describe('faults', () => {
  const always = { times: Infinity }
  test.each([
    { args: '--lose-response', expected: [{ ...always, delivery: 'close', commits: true }] },
    {
      args: '--lose-response --times 1',
      expected: [{ times: 1, delivery: 'close', commits: true }]
    },
    {
      args: '--lose-response silence --commits no',
      expected: [{ ...always, delivery: 'silence', commits: false }]
    },
    { args: '--gateway 504', expected: [{ ...always, gateway: 'nginx-504' }] },
    { args: '--gateway envoy-503', expected: [{ ...always, gateway: 'envoy-503' }] },
    {
      args: '--gateway 502 --commits 300 --delay-ms 20',
      expected: [{ ...always, gateway: 'nginx-502', commits: { afterMs: 300 }, delayMs: 20 }]
    },
    {
      args: '--refuse 409 --after 1 --group A --environment test',
      expected: [{ ...always, refusal: 409, after: 1, on: { group: 'A', environment: 'test' } }]
    },
    {
      args: '--refuse 401 --call any',
      expected: [{ ...always, refusal: 401, on: { call: 'any' } }]
    }
  ])('$args', ({ args, expected }) => {
    const { faults } = parseCommandLine(args.split(' '))

    expect(faults).toEqual(expected)
  })
})

describe('pods', () => {
  test.each([
    { args: ['--fail-pod', pod], expected: { failing: 'Connection refused by worker' } },
    { args: ['--fail-pod', `${pod}=Disk = full`], expected: { failing: 'Disk = full' } },
    { args: ['--stale', `${pod}=500`], expected: { staleMs: 500 } },
    { args: ['--unreachable', pod], expected: { unreachable: 'Connection timed out' } },
    { args: ['--orphan', pod], expected: { keepsServing: true } },
    {
      args: ['--orphan', pod, '--stale', `${pod}=1`, '--stale', 'test/worker-test-1=2'],
      expected: { keepsServing: true, staleMs: 1 }
    }
  ])('$args', ({ args, expected }) => {
    const world = seededWorld()

    changePods(world, parseCommandLine(args).podChanges)

    const pods = world.projects['Payments']?.environments['production']?.pods
    expect(pods).toEqual([
      { name: 'worker-production-1', ip: '10.0.2.11', ...expected },
      { name: 'worker-production-2', ip: '10.0.2.12' }
    ])
  })

  test('a pod that does not exist', () => {
    const { podChanges } = parseCommandLine(['--orphan', 'test/x'])

    const change = (): void => {
      changePods(seededWorld(), podChanges)
    }

    expect(change).toThrow(
      /^--orphan: there is no pod test\/x; there are test\/worker-test-1, test/
    )
  })
})

describe('mistakes', () => {
  test.each([
    { args: '--port x', expected: '--port takes a whole number from 0 to 65535' },
    { args: '--port 65536', expected: '--port takes a whole number from 0 to 65535' },
    { args: '--port 1 --port 2', expected: '--port is given twice' },
    { args: '--edition second', expected: '--edition takes one of first, current' },
    { args: '--history maybe', expected: '--history takes one of on, off' },
    { args: '--gateway 418', expected: /^--gateway takes one of 302, .* cache$/ },
    { args: '--refuse 418', expected: /^--refuse takes one of 400, .* 503$/ },
    { args: '--lose-response x', expected: /^--lose-response takes one of close, reset/ },
    { args: '--fail-pod production', expected: /^--fail-pod takes <environment>\/<pod>/ },
    { args: `--stale ${pod}`, expected: '--stale takes a whole number from 0 to 86400000' },
    { args: '--times 3', expected: '--times needs one of --lose-response, --gateway, --refuse' },
    { args: '--nope', expected: /Unknown option '--nope'/ },
    { args: 'nope', expected: /Unexpected argument 'nope'/ },
    { args: '--port', expected: /--port/ }
  ])('$args', ({ args, expected }) => {
    expect(() => parseCommandLine(args.split(' '))).toThrow(expected)
  })
})

describe('a configuration file', () => {
  test('the example is a world', () => {
    const world = parseWorld(readFileSync(`${folder}world.example.json`, 'utf8'))

    expect(Object.keys(world.tokens)).toEqual([
      'my-token',
      'my-expired-token',
      'my-read-only-token'
    ])
    expect(world.projects).toMatchObject({
      Shop: {
        environments: {
          test: { type: 'TEST', pods: [{ name: 'worker-test-1', ip: '10.0.0.11' }, {}] },
          production: {
            type: 'PRODUCTION',
            accessUrl: 'https://api.shop.example',
            pods: [
              { name: 'worker-1', ip: '10.0.1.11' },
              { name: 'worker-2', ip: '10.0.1.12', staleMs: 5000 }
            ]
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

  test('has the demo tokens where it names none', () => {
    const world = parseWorld('{"projects": {"A": {}}}')

    expect(Object.keys(world.tokens)).toContain(demoToken)
    expect(world.projects).toEqual({ A: { environments: {}, groups: {} } })
  })

  test.each([
    { json: '{', expected: /^The file is not JSON: / },
    { json: '[]', expected: 'The file: expected an object' },
    { json: '{}', expected: 'projects: at least one project is required' },
    {
      json: '{"project": {}}',
      expected: 'project: unknown; expected one of tokens, projects'
    },
    { json: '{"projects": {"A": []}}', expected: 'projects.A: expected an object' },
    {
      json: '{"projects": {"A": {"groups": "G"}}}',
      expected: 'projects.A.groups: expected an object'
    },
    {
      json: '{"projects": {"A": {"groups": ["G", "G"]}}}',
      expected: 'projects.A.groups: G is listed twice'
    },
    {
      json: '{"projects": {"A": {"groups": {"G": ["x", 1]}}}}',
      expected: 'projects.A.groups.G.proxies[1]: expected a text'
    },
    {
      json: '{"projects": {"A": {"groups": {"G": {"deployed": ["test"]}}}}}',
      expected: 'projects.A.groups.G.deployed: the project has no environment test'
    },
    {
      json: '{"projects": {"A": {"environments": {"test": {"type": "DEV"}}}}}',
      expected:
        'projects.A.environments.test.type: expected one of PRODUCTION, SANDBOX, TEST, KUBERNETES'
    },
    {
      json: '{"projects": {"A": {"environments": {"test": {"pods": [{"ip": "1"}]}}}}}',
      expected: 'projects.A.environments.test.pods[0].name: expected a text'
    },
    {
      json: '{"projects": {"A": {"environments": {"test": {"pods": [{"name": "p", "staleMs": -1}]}}}}}',
      expected: 'projects.A.environments.test.pods[0].staleMs: expected a whole number'
    },
    {
      json: '{"tokens": {"t": {"expired": "yes"}}, "projects": {"A": {}}}',
      expected: 'tokens.t.expired: expected true or false'
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

  test('serves the world of a file until it is told to end, with a fault', async () => {
    const { child, output } = run(
      '--config',
      `${folder}world.example.json`,
      '--port',
      '0',
      '--refuse',
      '409'
    )
    while (!output.text.includes('Ctrl-C')) {
      await once(child.stdout, 'data')
    }
    const url = /http:\S+/.exec(output.text)?.[0] ?? ''
    const path = '/apiops/projects/Shop/apiProxyGroups/Orders/environments/test/'

    const { status } = await ask({ url }, 'POST', path, { token: 'my-token' })
    child.kill('SIGTERM')
    const [code] = (await once(child, 'close')) as [number | null]

    // Windows has no signals: the process just ends there.
    expect([status, code]).toEqual([409, process.platform === 'win32' ? null : 0])
    expect(output.text).toContain(`POST ${path} -> 409`)
  })

  test('prints its options', async () => {
    const { child, output } = run('--help')
    const [code] = (await once(child, 'close')) as [number | null]

    expect([code, output.text]).toEqual([0, `${describeOptions()}\n`])
    expect(output.text).toContain('--fail-pod <environment>/<pod>[=detail]')
  })

  test.each([
    { name: 'an option', args: ['--port', 'x'], expected: '--port takes a whole number' },
    {
      name: 'a file',
      args: ['--config', '/nowhere.json'],
      expected: 'Could not read /nowhere.json'
    },
    {
      name: 'the content of a file',
      args: ['--config', fileURLToPath(new URL('../../package.json', import.meta.url))],
      expected: 'package.json: name: unknown; expected one of tokens, projects'
    }
  ])('tells what is wrong with $name', async ({ args, expected }) => {
    const { child, output } = run(...args)
    const [code] = (await once(child, 'close')) as [number | null]

    expect(code).toBe(1)
    expect(output.text).toContain(expected)
    expect(output.text).toContain('--help lists the options')
  })
})
