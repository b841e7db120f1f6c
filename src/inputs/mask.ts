import { getInput, setSecret } from '@actions/core'
import { registerSecret } from '../runner/secrets.ts'

/** A shorter value would be replaced in words that have nothing to do with it. */
const minLength = 6

/**
 * Masks a value that is not by its nature a secret, unless a name contains it, which would be replaced, too, wherever
 * it is shown.
 * @returns why it is not masked, as the end of a sentence; undefined where it is
 */
export function maskIfPossible(secret: string): string | undefined {
  if (secret.length < minLength) {
    return `it is shorter than ${minLength} characters`
  }
  const input = ['url', 'project', 'group', 'environment'].find(name =>
    getInput(name).includes(secret)
  )
  if (input !== undefined) {
    return `it occurs in \`${input}\``
  }
  mask(secret)
  return undefined
}

/** Masks a value in the log, and has it removed from all that is shown; a blank one is none. */
export function mask(secret: string): void {
  if (secret.trim() !== '') {
    setSecret(secret)
    registerSecret(secret)
  }
}
