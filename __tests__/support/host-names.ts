import dns, { type LookupAddress } from 'node:dns'

/**
 * Gives this process's resolver further names, in the place of a hosts file; all others are resolved as
 * ever. Disposing of it takes them away.
 * @param names IPv4 addresses by name, in the order in which they are to be tried
 */
export function addHostNames(names: Readonly<Record<string, readonly string[]>>): Disposable {
  const { lookup } = dns
  const extendedLookup = (name: string, options: { all?: boolean }, callback: Callback) => {
    const [first, ...others] = (names[name] ?? []).map(address => ({ address, family: 4 }))
    if (first === undefined) {
      ;(lookup as unknown as typeof extendedLookup)(name, options, callback)
    } else if (options.all === true) {
      process.nextTick(callback, null, [first, ...others])
    } else {
      process.nextTick(callback, null, first.address, first.family)
    }
  }
  dns.lookup = extendedLookup as unknown as typeof lookup
  return {
    [Symbol.dispose]: () => {
      dns.lookup = lookup
    }
  }
}

type Callback = (error: Error | null, found: string | LookupAddress[], family?: number) => void
