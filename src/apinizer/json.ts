/**
 * Parses JSON strictly.
 * @returns the value; undefined when the text is not JSON, and when an object has the same key twice,
 * because `JSON.parse` keeps the last one, which may not be the one that reports a failure
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hasDuplicateKey(text) ? undefined : value
  } catch {
    return undefined
  }
}

function hasDuplicateKey(json: string): boolean {
  let objects = 0
  const open: number[] = []
  const seen = new Set<string>()
  for (const [token, key = '', colon] of json.matchAll(/("(?:[^"\\]+|\\.)*")\s*(:?)|[{}]/g)) {
    if (token === '{') {
      objects += 1
      open.push(objects)
    } else if (token === '}') {
      open.pop()
    } else if (colon === ':') {
      const place = `${open.at(-1)} ${JSON.parse(key) as string}`
      if (seen.has(place)) {
        return true
      }
      seen.add(place)
    }
  }
  return false
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

/** Whether a value is a JSON object; an array is not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
