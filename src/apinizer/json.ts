/**
 * Parses JSON. Undefined when the text is none, and when an object has a key twice: `JSON.parse` keeps the last,
 * which may not be the one that says no.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hasKeyTwice(text) ? undefined : value
  } catch {
    return undefined
  }
}

function hasKeyTwice(json: string): boolean {
  let objects = 0
  const open: number[] = []
  const seen = new Set<string>()
  for (const [token, text = '', colon] of json.matchAll(/("(?:[^"\\]+|\\.)*")\s*(:?)|[{}]/g)) {
    if (token === '{') open.push((objects += 1))
    else if (token === '}') open.pop()
    else if (colon === ':') {
      const key = `${open.at(-1)} ${JSON.parse(text) as string}`
      if (seen.has(key)) return true
      seen.add(key)
    }
  }
  return false
}

/** The value's own field, or undefined: never one inherited from a prototype. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The value's own field where it is a text with something in it. */
export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'string' && field.trim() !== '' ? field.trim() : undefined
}

/** True for a JSON object; an array is none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
