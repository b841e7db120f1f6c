import os from 'node:os'

/** A process of one request. */
export interface StartRow {
  name: string
  ms: number
  memory: number
}

/** A process of many deployments. */
export interface ManyRow {
  name: string
  targets: number
  parallel: number
  ms: number
  /** What the server's own work takes at least. */
  idealMs: number
  memory?: number
}

export interface Measured {
  /** The empty process first, the action last. */
  start: StartRow[]
  /** For each name one target first, where it has a start-up of its own. */
  many: ManyRow[]
  /** The machine's load average before anything was run. */
  load: number
  now: Date
}

interface Goal {
  what: string
  most: number
  value: number
  digits?: number
}

/** The whole of docs/benchmarks.md. */
export function documentOf(measured: Measured): string {
  return `# Benchmarks

What a step costs besides the server's own work, against the simulator. Written by \`npm run bench\`
on ${measured.now.toISOString().slice(0, 10)}: ${machine()}; load average before it ${measured.load.toFixed(1)}.

Whole processes as their parent sees them; times are medians in ms. The subjects take turns (A B C, A B C, …)
after a round that does not count, so the ratios say more than the times. Memory is the peak resident set in MB,
from runs of its own.

## Targets

${goalTable(goalsOf(measured))}

## One deployment

The server answers at once.

${startTable(measured.start)}

An ES module's \`import\` of \`node:http\` also loads Node's http2, TLS and fetch; \`require\` does not, nor does the
bundle. The target is by the ES module, as people write it.

## Many deployments

The server takes 20 ms for each; the ideal is targets / at once × 20 ms. *Net* leaves out the start-up: what the
same program's run of one target takes besides its 20 ms. \`node:http\` by hand does nothing but send, so it is
what client and simulator can reach on this machine.

${manyTable(measured.many)}
`
}

function machine(): string {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown CPU'
  return `${cpu}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()} ${os.arch()}, Node ${process.versions.node}`
}

function goalsOf({ start, many }: Measured): Goal[] {
  const action = start.at(-1)
  const [one] = many
  const own = many.filter(({ name }) => name === one?.name)
  const of = (targets: number, parallel: number): ManyRow | undefined =>
    own.find(row => row.targets === targets && row.parallel === parallel)
  const wide = of(1000, 50)
  return [
    {
      what: 'Time of a deployment, by a `node:http` POST by hand',
      most: 1,
      value: ratio(action?.ms, start.find(({ name }) => name.includes('ES module'))?.ms)
    },
    {
      what: 'Time of a deployment, by an empty process',
      most: 2.2,
      value: ratio(action?.ms, start[0]?.ms)
    },
    { what: 'Peak memory of a deployment', most: 60, value: action?.memory ?? NaN, digits: 0 },
    {
      what: '1,000 targets, 50 at once, by the ideal',
      most: 1.5,
      value: ratio(netOf(wide, many), wide?.idealMs)
    },
    {
      what: 'Peak memory of 1,000 targets, 50 at once',
      most: 120,
      value: wide?.memory ?? NaN,
      digits: 0
    },
    {
      what: 'Time per target of 1,000, by that of 10, 10 at once',
      most: 1.25,
      value: ratio(netOf(of(1000, 10), many), netOf(of(10, 10), many)) / 100
    }
  ]
}

function ratio(one = NaN, other = NaN): number {
  return one / other
}

/** The time without the program's start-up; a shell loop has none worth telling apart. */
function netOf(row: ManyRow | undefined, many: ManyRow[]): number {
  const one = many.find(({ name, targets }) => name === row?.name && targets === 1)
  return (row?.ms ?? NaN) - (one === undefined ? 0 : one.ms - one.idealMs)
}

function goalTable(goals: Goal[]): string {
  const rows = goals.map(({ what, most, value, digits = 2 }) => [
    what,
    `at most ${most}`,
    value.toFixed(digits),
    value <= most ? 'reached' : '**missed**'
  ])
  return table(['', 'to reach', 'measured', ''], rows)
}

function startTable(start: StartRow[]): string {
  const rows = start.map(({ name, ms, memory }) => [
    name,
    ms.toFixed(1),
    ratio(ms, start[0]?.ms).toFixed(2),
    memory.toFixed(0)
  ])
  return table(['', 'time', 'by the empty process', 'memory'], rows)
}

function manyTable(many: ManyRow[]): string {
  const rows = many.map(row => {
    const net = netOf(row, many)
    return [
      row.name,
      row.targets.toLocaleString('en'),
      String(row.parallel),
      row.ms.toFixed(0),
      net.toFixed(0),
      row.idealMs.toFixed(0),
      ratio(net, row.idealMs).toFixed(2),
      (net / row.targets).toFixed(2),
      row.memory?.toFixed(0) ?? ''
    ]
  })
  return table(
    ['', 'targets', 'at once', 'time', 'net', 'ideal', 'net by ideal', 'net per target', 'memory'],
    rows
  )
}

/** A Markdown table that also reads well as it is. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map(row => row[column]?.length ?? 0))
  )
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
