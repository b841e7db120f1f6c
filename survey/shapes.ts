import type { IncomingHttpHeaders } from 'node:http'
import {
  documentedFields,
  findProducts,
  findSentence,
  fixedWords,
  knownHeaders
} from './documented.ts'

/** A value without anything that could be anybody’s: texts of our own, in arrays and objects as they were. */
export type Shape = string | boolean | null | Shape[] | { [field: string]: Shape }

/** Describes a value. Equal texts get the same number in all values that one shaper describes. */
export type Shaper = (value: unknown) => Shape

const maxRows = 10
const maxDepth = 20

/** Forms of a text that say nothing of its content. */
const forms: readonly [RegExp, string][] = [
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'date in UTC'],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:?\d\d)?$/, 'date not in UTC'],
  [/^https?:\/\//, 'URL'],
  [/^\d+(\.\d+){3}$/, 'IP address'],
  [/^\d+(\.\d+){3}:\d+$/, 'IP address with port'],
  [/^\//, 'path']
]

/**
 * Creates a shaper.
 * @param roles what the survey itself knows, such as the group's name: name of the role, then its text; may grow later
 */
export function createShaper(roles: ReadonlyMap<string, string>): Shaper {
  const numbers = new Map<string, number>()

  function describeText(text: string, field: string): string {
    const fixed = Object.hasOwn(fixedWords, field) ? fixedWords[field]?.split(' ') : undefined
    if (text === '' || fixed?.includes(text) === true) {
      return text === '' ? 'empty text' : text
    }
    const sentence = findSentence(text)
    if (sentence !== undefined) {
      return sentence
    }
    const equal = [...roles].filter(([, known]) => known === text).map(([role]) => role)
    const form = forms.find(([pattern]) => pattern.test(text))?.[1] ?? 'text'
    if (equal.length > 0) {
      return `text = ${equal.join(' = ')} (length ${text.length})`
    }
    const number = numbers.get(text) ?? numbers.size + 1
    numbers.set(text, number)
    return `${form} #${number} (length ${text.length})`
  }

  function describeObject(value: object, depth: number): Shape {
    const names = Object.keys(value)
    const others = names.filter(name => !documentedFields.has(name))
    const described = names.map((name): [string, Shape] => {
      const inner: unknown = Reflect.get(value, name)
      return documentedFields.has(name)
        ? [name, describe(inner, name, depth + 1)]
        : [describeName(name, others), describeType(inner)]
    })
    return Object.fromEntries(described)
  }

  function describe(value: unknown, field: string, depth: number): Shape {
    if (depth > maxDepth) {
      return 'deeper'
    }
    if (Array.isArray(value)) {
      const rows = value.slice(0, maxRows).map(row => describe(row, field, depth + 1))
      return value.length > maxRows ? [...rows, `${value.length} in all`] : rows
    }
    if (typeof value === 'object' && value !== null) {
      return describeObject(value, depth)
    }
    if (typeof value === 'string') {
      return describeText(value, field)
    }
    return typeof value === 'number' ? describeNumber(value) : (value as boolean | null)
  }

  return value => describe(value, '', 0)
}

function describeNumber(value: number): string {
  const kind = Number.isInteger(value) ? 'whole number' : 'number'
  return value === 0 ? 'zero' : kind
}

/** A name that is not documented may be a person's or a product's: only its length is told. */
function describeName(name: string, others: readonly string[]): string {
  return `other#${others.indexOf(name) + 1} (length ${name.length})`
}

/** Of a field that is not documented: neither its length nor what it is equal to, because it may be a password. */
function describeType(value: unknown): string {
  if (Array.isArray(value)) {
    return `list of ${value.length}`
  }
  if (typeof value === 'object' && value !== null) {
    return `object of ${Object.keys(value).length} fields`
  }
  const names: Record<string, string> = { string: 'text', object: 'null' }
  return names[typeof value] ?? typeof value
}

/** What headers tell: which there are, and of some whether they say a word of a fixed list. */
export function describeHeaders(headers: IncomingHttpHeaders) {
  const names = Object.keys(headers)
  const others = names.filter(name => !knownHeaders.has(name))
  const read = (name: string) => String(headers[name] ?? '').toLowerCase()
  const [, mediaType = 'other'] =
    /^(application\/json|application\/problem\+json|text\/html|text\/plain)\b/.exec(
      read('content-type')
    ) ?? []
  return {
    names: names.map(name => (knownHeaders.has(name) ? name : describeName(name, others))),
    contentType: read('content-type') === '' ? 'none' : mediaType,
    isUtf8: /charset="?utf-?8/.test(read('content-type')),
    hasAge: /[1-9]/.test(read('age')),
    isNoStore: read('cache-control').includes('no-store'),
    isCompressed: /gzip|deflate|br/.test(read('content-encoding')),
    products: findProducts(['server', 'via', 'x-powered-by'].map(read))
  }
}
