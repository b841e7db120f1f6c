import os from 'node:os'

/** A process of one request. */
export interface StartRow {
  name: string
  ms: number
  /** Peak, MB. */
  memory: number
}

/** A process of many deployments. */
export interface ManyRow {
  name: string
  /** What the server takes for each. */
  deployMs: number
  targets: number
  parallel: number
  ms: number
  /** What the server's own work takes at least. */
  idealMs: number
  /** Peak, MB. */
  memory?: number
}

export interface Measured {
  /** Of a plain deployment. */
  requests: number
  /** Of `dist/index.js`. */
  bundleBytes: number
  /** The empty process first, the action last. */
  start: StartRow[]
  /** The action first. */
  many: ManyRow[]
  /** The machine's load average before anything was run. */
  load: number
  now: Date
}

interface Goal {
  what: string
  max: number
  value: number
  /** After the decimal point; 2 by default. */
  digits?: number
}

/** The whole of docs/benchmarks.md. */
export function renderBenchmarks(measured: Measured): string {
  const { start, many, load, now } = measured
  return `# Benchmarks

What a step costs in addition to the server's own work, against the simulator. Written by \`npm run bench\`
on ${now.toISOString().slice(0, 10)}: ${describeMachine()}; load average before it ${load.toFixed(1)}.

Whole processes as their parent sees them; times are medians in ms. The subjects take turns (A B C, A B C, …)
after a round that does not count, so the ratios say more than the times. Memory is the peak resident set in MB,
from separate runs.

## Targets

${renderGoals(listGoals(measured))}

## One deployment

The server responds at once. By hand it is one POST; the action sends two requests, the first of which changes
nothing.

${renderStart(start)}

An ES module's \`import\` of \`node:http\` also loads Node's http2, TLS and fetch; \`require\` does not, nor does the
bundle. The target is by the ES module, as people write it.

## Many deployments

The server takes the time in the column *server* for each, in ms; the ideal is targets / at once × that. *Net* leaves
out the start-up: what the same program's run of one target takes in addition to the server's work. \`node:http\` by
hand does nothing but send, so it is what client and simulator can reach on this machine.

${renderMany(many)}
`
}

function describeMachine(): string {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown CPU'
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`
  const system = `${os.type()} ${os.release()} ${os.arch()}`
  return `${cpu}, ${os.availableParallelism()} cores, ${memory}, ${system}, Node ${process.versions.node}`
}

function listGoals({ requests, bundleBytes, start, many }: Measured): Goal[] {
  const action = start.at(-1)
  const byHand = start.find(({ name }) => name.includes('ES module'))
  const find = (targets: number, parallel: number, deployMs = 20): ManyRow | undefined =>
    many.find(
      row =>
        row.name === many[0]?.name &&
        row.targets === targets &&
        row.parallel === parallel &&
        row.deployMs === deployMs
    )
  const wide = find(1000, 50)
  const slow = find(1000, 50, 200)
  return [
    { what: 'Requests of a deployment', max: 2, value: requests, digits: 0 },
    {
      what: 'Time of a deployment, by a `node:http` POST by hand',
      max: 1,
      value: divide(action?.ms, byHand?.ms)
    },
    {
      what: 'Time of a deployment, by an empty process',
      max: 2.1,
      value: divide(action?.ms, start[0]?.ms)
    },
    { what: 'Peak memory of a deployment', max: 60, value: action?.memory ?? NaN, digits: 0 },
    { what: 'Size of dist/index.js, KB', max: 150, value: bundleBytes / 1000, digits: 0 },
    {
      what: '1,000 targets, 50 at once, 20 ms each, by the ideal',
      max: 1.9,
      value: divide(netOf(wide, many), wide?.idealMs)
    },
    {
      what: '1,000 targets, 50 at once, 200 ms each, by the ideal',
      max: 1.15,
      value: divide(netOf(slow, many), slow?.idealMs)
    },
    {
      what: 'Peak memory of 1,000 targets, 50 at once',
      max: 120,
      value: wide?.memory ?? NaN,
      digits: 0
    }
  ]
}

function divide(one = NaN, other = NaN): number {
  return one / other
}

/** The time without the program's start-up; a shell loop has none worth telling apart. */
function netOf(row: ManyRow | undefined, many: ManyRow[]): number {
  const single = many.find(
    ({ name, deployMs, targets }) =>
      name === row?.name && deployMs === row.deployMs && targets === 1
  )
  return (row?.ms ?? NaN) - (single === undefined ? 0 : single.ms - single.idealMs)
}

function renderGoals(goals: Goal[]): string {
  const rows = goals.map(({ what, max, value, digits = 2 }) => [
    what,
    `at most ${max}`,
    value.toFixed(digits),
    value <= max ? 'reached' : '**missed**'
  ])
  return renderTable(['', 'to reach', 'measured', ''], rows)
}

function renderStart(start: StartRow[]): string {
  const rows = start.map(({ name, ms, memory }) => [
    name,
    ms.toFixed(1),
    divide(ms, start[0]?.ms).toFixed(2),
    memory.toFixed(0)
  ])
  return renderTable(['', 'time', 'by the empty process', 'memory'], rows)
}

function renderMany(many: ManyRow[]): string {
  const head = ['', 'server', 'targets', 'at once', 'time', 'net', 'ideal', 'net by ideal']
  const rows = many.map(row => {
    const net = netOf(row, many)
    return [
      row.name,
      String(row.deployMs),
      row.targets.toLocaleString('en'),
      String(row.parallel),
      row.ms.toFixed(0),
      net.toFixed(0),
      row.idealMs.toFixed(0),
      divide(net, row.idealMs).toFixed(2),
      (net / row.targets).toFixed(2),
      row.memory?.toFixed(0) ?? ''
    ]
  })
  return renderTable([...head, 'net per target', 'memory'], rows)
}

/** A Markdown table that also reads well as text. */
export function renderTable(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map(row => row[column]?.length ?? 0))
  )
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => pad(cell, column, widths[column])).join(' | ')} |`
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`
  )
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** The first column is text, the others are numbers. */
function pad(cell: string, column: number, width = 0): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
