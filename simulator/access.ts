/** Whether a list of names, where there is one, contains the name. */
export function mayAccess(names: string[] | undefined, name: string): boolean {
  return names === undefined || names.includes(name)
}

/**
 * The entry of that name. A name such as `constructor` does not exist just because every object has
 * one.
 */
export function ownEntry<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
