/**
 * Parses JSON strictly.
 * @returns the value; undefined when the text is not JSON, and when an object has the same key twice,
 * because `JSON.parse` keeps the last one, which may not be the one that reports a failure
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hasDuplicateKey(text, value) ? undefined : value
  } catch {
    return undefined
  }
}

/** Whether an object in a text has more keys than were parsed. */
function hasDuplicateKey(json: string, value: unknown): boolean {
  const colons = json.replace(/"(?:[^"\\]+|\\.)*"/g, '').split(':').length - 1
  return colons !== countKeys(value)
}

/** Without recursion, because a server may nest objects deeper than the stack. */
function countKeys(value: unknown): number {
  let keys = 0
  const values = [value]
  for (const one of values) {
    if (typeof one === 'object' && one !== null) {
      const inner: unknown[] = Object.values(one)
      keys += Array.isArray(one) ? 0 : inner.length
      // Not spread, which a list of 100,000 items would not survive.
      for (const item of inner) {
        values.push(item)
      }
    }
  }
  return keys
}

/** The value's own field, or undefined: never one inherited from a prototype. */
export function getField(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The value's own field, trimmed, if it is a text that is not blank; else undefined. */
export function getText(value: unknown, name: string): string | undefined {
  const field = getField(value, name)
  return typeof field === 'string' && field.trim() !== '' ? field.trim() : undefined
}

/** The value's own field, if it is a boolean; else undefined. */
export function getBoolean(value: unknown, name: string): boolean | undefined {
  const field = getField(value, name)
  return typeof field === 'boolean' ? field : undefined
}

/** Whether a value is a JSON object; an array is not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
